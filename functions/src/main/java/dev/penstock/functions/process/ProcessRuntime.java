package dev.penstock.functions.process;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.FunctionRuntime;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import java.util.List;
import java.util.Optional;

/** Functions whose environments are child processes: Python, Node.js, custom runtimes, and Java where it is wanted so. */
public final class ProcessRuntime implements FunctionRuntime {
    private final Time time;
    private final RuntimeFolder folder = new RuntimeFolder();
    private final RuntimeApiServer server = new RuntimeApiServer();
    private final List<Language> languages;
    private final Language java;

    /** @param time how often the memory of children is looked at */
    public ProcessRuntime(Time time) {
        this.time = time;
        Interpreters interpreters = new Interpreters(System.getenv());
        languages = List.of(
                new PythonLanguage(interpreters, folder),
                new NodeLanguage(interpreters, folder),
                new CustomLanguage(folder));
        java = new JavaForkLanguage(interpreters, folder);
    }

    @Override
    public boolean supports(String runtime) {
        return language(runtime).isPresent();
    }

    @Override
    public boolean supports(FunctionSpec function) {
        return language(function).isPresent();
    }

    private Optional<Language> language(FunctionSpec function) {
        return function.options().fork() && java.supports(function.runtime())
                ? Optional.of(java)
                : language(function.runtime());
    }

    private Optional<Language> language(String runtime) {
        return languages.stream().filter(each -> each.supports(runtime)).findFirst();
    }

    @Override
    public Environment open(EnvironmentSpec spec) {
        Language language = language(spec.function())
                .orElseThrow(() -> new StartException("function '%s': no child process runs %s"
                        .formatted(spec.function().name(), spec.function().runtime())));
        return ProcessEnvironment.start(spec, language, server, time);
    }

    @Override
    public void close() {
        server.close();
        folder.close();
    }
}
