import java.io.File;
import java.io.FileInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.data.AnswerDataFactory;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;
import org.opendatakit.validate.StubPropertyManager;

/**
 * Fills in a form with JavaRosa, the engine of ODK Collect: question by question, only what is asked.
 *
 * Arguments: the form as XForm, and the file of one person: a line `name, tab, entry or -, tab, value` for each row.
 * Writes the submission beside it, and the rows that were asked.
 */
public class FillForm {
    private static final Map<String, String> typed = new HashMap<>();
    private static final Map<String, Integer> entries = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new StubPropertyManager());
        for (int place = 1; place < arguments.length; place++) {
            fill(new File(arguments[0]), Path.of(arguments[place]));
        }
    }

    private static void fill(File form, Path person) throws Exception {
        read(person);
        FormDef definition;
        try (FileInputStream in = new FileInputStream(form)) {
            definition = XFormUtils.getFormFromInputStream(in);
        }
        definition.initialize(true, new InstanceInitializationFactory());
        FormEntryModel model = new FormEntryModel(definition);
        FormEntryController controller = new FormEntryController(model);
        StringBuilder asked = new StringBuilder();
        Map<String, Integer> made = new HashMap<>();
        for (int event = controller.stepToNextEvent(); event != FormEntryController.EVENT_END_OF_FORM; ) {
            FormIndex index = model.getFormIndex();
            String name = index.getReference() == null ? "" : index.getReference().getNameLast();
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                int count = made.getOrDefault(name, 0);
                if (count < entries.getOrDefault(name, 0)) {
                    made.put(name, count + 1);
                    controller.newRepeat();
                }
            } else if (event == FormEntryController.EVENT_REPEAT) {
                made.put(name, Math.max(made.getOrDefault(name, 0), index.getElementMultiplicity() + 1));
            } else if (event == FormEntryController.EVENT_QUESTION) {
                answer(controller, model.getQuestionPrompt(), index, name, asked);
            }
            event = controller.stepToNextEvent();
        }
        byte[] submission = new XFormSerializingVisitor().serializeInstance(definition.getMainInstance(), definition);
        Files.write(Path.of(person + ".xml"), submission);
        Files.writeString(Path.of(person + ".asked"), asked.toString());
    }

    private static void answer(
        FormEntryController controller, FormEntryPrompt prompt, FormIndex index, String name, StringBuilder asked
    ) {
        int entry = name.contains("__") ? entryOf(index) : -1;
        String value = typed.get(name + "\t" + (entry < 0 ? "-" : "" + entry));
        if (value == null) {
            value = typed.get(name + "\t-");
        }
        asked.append(name).append('\n');
        if (value == null || value.isEmpty()) {
            return;
        }
        IAnswerData empty = AnswerDataFactory.template(prompt.getControlType(), prompt.getDataType());
        int code = controller.answerQuestion(empty.cast(new UncastData(value)), true);
        if (code != FormEntryController.ANSWER_OK) {
            System.out.println("refused " + name);
        }
    }

    private static int entryOf(FormIndex index) {
        for (int level = index.getReference().size() - 1; level >= 0; level--) {
            if (entries.containsKey(index.getReference().getName(level))) {
                return Math.max(0, index.getReference().getMultiplicity(level));
            }
        }
        return -1;
    }

    private static void read(Path person) throws Exception {
        typed.clear();
        entries.clear();
        for (String line : Files.readAllLines(person, StandardCharsets.UTF_8)) {
            String[] parts = line.split("\t", 3);
            if (parts[0].equals("#entries")) {
                entries.put(parts[1], Integer.parseInt(parts[2]));
            } else {
                typed.put(parts[0] + "\t" + parts[1], parts[2]);
            }
        }
    }
}
