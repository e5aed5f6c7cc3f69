package dev.penstock.analytics.run;

import dev.penstock.platform.time.Time;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/** What generated code asks for: the time of each row, and that at which the application started. */
final class ClockContext implements DataContext {
    private final Time time;
    private final long started;

    ClockContext(Time time) {
        this.time = time;
        this.started = time.millis();
    }

    @Override
    public @Nullable Object get(String name) {
        if (name.equals(Variable.LOCAL_TIMESTAMP.camelName)) {
            return time.millis();
        }
        if (name.equals(Variable.CURRENT_TIMESTAMP.camelName)) {
            return started;
        }
        throw new IllegalStateException("an expression asks for " + name);
    }

    @Override
    public @Nullable SchemaPlus getRootSchema() {
        return null;
    }

    @Override
    public JavaTypeFactory getTypeFactory() {
        throw new IllegalStateException("an expression asks for types");
    }

    @Override
    public QueryProvider getQueryProvider() {
        throw new IllegalStateException("an expression asks for a query");
    }
}
