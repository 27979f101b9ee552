"""The exported form as pyxform reads it; ODK Validate and JavaRosa have it in `tests/soak/odk_forms.py`."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from intake.interop.as_xlsx import as_xlsx
from tests.interop.filled_form import nodes_of
from tests.interop.forms import form

pyxform = pytest.importorskip("pyxform.xls2xform", reason="pyxform is not installed: pip install 'intake[odk]'")


@pytest.mark.filterwarnings("ignore")
def test_pyxform_converts_the_form_without_a_warning(tmp_path: Path) -> None:
    (book := tmp_path / "child.xlsx").write_bytes(as_xlsx(form(kind="child")))
    converted = pyxform.convert(str(book), validate=False)
    assert converted.warnings == []
    tags = {element.tag.rpartition("}")[2] for element in fromstring(converted.xform).iter()}
    assert set(nodes_of(form(kind="child"))) <= tags
