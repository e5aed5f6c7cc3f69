package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Handlers with several methods of one name; each says which one was called. */
public final class OverloadedHandlers {

    private OverloadedHandlers() {}

    private static void write(OutputStream output, String text) throws IOException {
        output.write(("\"" + text + "\"").getBytes(StandardCharsets.UTF_8));
    }

    public static class Four {
        public String h(Map<String, Object> event) {
            return "(Map)";
        }

        public String h(Map<String, Object> event, Context context) {
            return "(Map,Context)";
        }

        public void h(InputStream input, OutputStream output) throws IOException {
            write(output, "(InputStream,OutputStream)");
        }

        public void h(InputStream input, OutputStream output, Context context) throws IOException {
            write(output, "(InputStream,OutputStream,Context)");
        }
    }

    public static class Two {
        public void h(InputStream input, OutputStream output) throws IOException {
            write(output, "(InputStream,OutputStream)");
        }

        public String h(Map<String, Object> event, Context context) {
            return "(Map,Context)";
        }
    }

    /** The ones with more parameters cannot be called. */
    public static class Rejected {
        public String h(Map<String, Object> event) {
            return "(Map)";
        }

        public String h(Context context, Map<String, Object> event) {
            return "(Context,Map)";
        }

        public String h(OutputStream output, Map<String, Object> event) {
            return "(OutputStream,Map)";
        }

        public String h(InputStream input, Map<String, Object> event) {
            return "(InputStream,Map)";
        }

        public String h(Map<String, Object> event, String more) {
            return "(Map,String)";
        }

        public String h(Map<String, Object> event, String more, Context context) {
            return "(Map,String,Context)";
        }

        public String h(String a, String b, String c, String d) {
            return "(String,String,String,String)";
        }
    }

    public static class Shapes {
        private static String seen = "nothing";

        public static String seen() {
            return seen;
        }

        public String contextOnly(Context context) {
            return context.getFunctionName();
        }

        public String ignoringReturn(InputStream input) throws IOException {
            seen = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            return "ignored";
        }

        public void inputAndContext(InputStream input, Context context) throws IOException {
            seen = context.getFunctionName() + input.readAllBytes().length;
        }

        public void outputOnly(OutputStream output) throws IOException {
            write(output, "out");
        }

        public void outputAndContext(OutputStream output, Context context) throws IOException {
            write(output, context.getFunctionName());
        }

        public Void empty(Map<String, Object> event) {
            return null;
        }
    }

    /** An interface and a method of another name. */
    public static class Both implements RequestHandler<Map<String, Object>, String> {
        @Override
        public String handleRequest(Map<String, Object> event, Context context) {
            return "interface";
        }

        public String handleCustom(Map<String, Object> event, Context context) {
            return "custom";
        }
    }

    /** An inherited method. */
    public static class Child extends Both {}
}
