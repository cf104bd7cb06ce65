import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Prints what Apache PDFBox Preflight, a validator of PDF/A-1b, has against each file. */
public class Check {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            PreflightParser parser = new PreflightParser(new File(file));
            ValidationResult result;
            try {
                parser.parse();
                PreflightDocument document = parser.getPreflightDocument();
                document.validate();
                result = document.getResult();
                document.close();
            } catch (SyntaxValidationException wrong) {
                result = wrong.getResult();
            }
            for (ValidationResult.ValidationError error : result.getErrorsList()) {
                System.out.println(new File(file).getName() + ": " + error.getErrorCode() + " " + error.getDetails());
            }
            System.out.println(new File(file).getName() + (result.isValid() ? " valid" : " wrong"));
        }
    }
}
