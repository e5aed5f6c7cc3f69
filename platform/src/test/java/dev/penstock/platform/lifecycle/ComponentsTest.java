package dev.penstock.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ComponentsTest {
    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());
    private final Components components = new Components();

    @Test
    void componentsCloseInReverseOrderOfTheirStart() {
        components.start(new Recorded("a"));
        components.start(new Recorded("b"));

        components.close();

        assertThat(happened).containsExactly("start a", "start b", "close b", "close a");
    }

    @Test
    void startedComponentIsHandedBack() {
        Recorded component = new Recorded("a");

        assertThat(components.start(component)).isSameAs(component);
    }

    @Test
    void failedStartClosesTheHalfStartedOneAndAllBeforeIt() {
        components.start(new Recorded("a"));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> components.start(new Recorded("b") {
                    @Override
                    public void start() {
                        throw new StartException("port 1883 is taken");
                    }
                }))
                .withMessage("port 1883 is taken");
        assertThat(happened).containsExactly("start a", "close b", "close a");
    }

    @Test
    void missingClassInStartClosesAllBeforeItToo() {
        components.start(new Recorded("a"));

        assertThatThrownBy(() -> components.start(new Recorded("b") {
                    @Override
                    public void start() {
                        throw new NoClassDefFoundError("some/Class");
                    }
                }))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThat(happened).containsExactly("start a", "close b", "close a");
    }

    @Test
    void componentThatFailsToCloseDoesNotKeepOthersOpen() {
        components.start(new Recorded("a"));
        components.start(failingToClose(new IllegalStateException("stuck")));
        components.start(failingToClose(new NoClassDefFoundError("some/Class")));

        components.close();

        assertThat(happened).endsWith("close a");
    }

    @Test
    void componentsStartedTogetherWaitForEachOther() {
        CyclicBarrier both = new CyclicBarrier(2);

        components.startTogether(meeting("a", both), meeting("b", both));
        components.close();

        assertThat(happened).containsExactlyInAnyOrder("start a", "start b", "close b", "close a");
        assertThat(happened).endsWith("close b", "close a");
    }

    @Test
    void failureOfOneStartedTogetherClosesAll() {
        components.start(new Recorded("first"));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> components.startTogether(new Recorded("a"), new Recorded("b") {
                    @Override
                    public void start() {
                        throw new StartException("port 1883 is taken");
                    }
                }))
                .withMessage("port 1883 is taken");
        assertThat(happened).containsExactly("start first", "start a", "close b", "close a", "close first");
    }

    @Test
    void secondCloseDoesNothing() {
        components.start(new Recorded("a"));
        components.close();

        components.close();

        assertThat(happened).containsExactly("start a", "close a");
    }

    private Recorded meeting(String name, CyclicBarrier barrier) {
        return new Recorded(name) {
            @Override
            public void start() {
                try {
                    barrier.await(30, TimeUnit.SECONDS);
                } catch (Exception alone) {
                    throw new StartException(name + " was started alone", alone);
                }
                super.start();
            }
        };
    }

    private Recorded failingToClose(Throwable failure) {
        return new Recorded("failing") {
            @Override
            public void close() {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
        };
    }

    private class Recorded implements Component {
        private final String name;

        Recorded(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            happened.add("start " + name);
        }

        @Override
        public void close() {
            happened.add("close " + name);
        }
    }
}
