package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Handlers named by method. */
public class PojoHandler {

    public static class Person {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    public Person greet(Person person, Context context) {
        Person greeted = new Person();
        greeted.setName(context.getFunctionName() + " greets " + person.getName());
        return greeted;
    }

    public void quiet(Person person) {}

    public int total(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    public String echo(String text) {
        return text;
    }

    public static String nothing() {
        return "no input";
    }

    /** Two candidates: the three parameters of this one win. */
    public void odd(InputStream input, OutputStream output, Context context) throws IOException {
        output.write("\"streams\"".getBytes(StandardCharsets.UTF_8));
    }

    public String odd(Person person, Context context) {
        return "objects";
    }

    public String wrong(Context context, Person person) {
        return "never called";
    }
}
