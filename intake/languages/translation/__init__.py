"""Tools of translators: what is to be translated, catalogs as files, checks, exchange. None runs at the desk."""
