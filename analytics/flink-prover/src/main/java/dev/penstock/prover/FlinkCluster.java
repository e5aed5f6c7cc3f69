package dev.penstock.prover;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Pipeline;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * One MiniCluster for any number of scripts, one after the other: to start one takes longer than a short script. Parallelism
 * is 1, objects are used again.
 */
final class FlinkCluster implements AutoCloseable {
    private static final int SLOTS = 2;
    private static final String NAME = "penstock";

    private final MiniCluster cluster;

    private FlinkCluster(MiniCluster cluster) {
        this.cluster = cluster;
    }

    static FlinkCluster start() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .setCommonBindAddress("127.0.0.1")
                .withRandomPorts()
                .build());
        cluster.start();
        return new FlinkCluster(cluster);
    }

    /**
     * Runs a script whose tables read and write files of a folder, and returns when all records went through.
     *
     * @throws org.apache.flink.table.api.TableException and others of Flink when it refuses a statement or the job dies
     */
    void run(String script, Path folder) throws ExecutionException, InterruptedException {
        run(script, environment(folder));
    }

    /** Runs a script in an environment of {@link #environment}. */
    static void run(String script, StreamTableEnvironment tables) throws ExecutionException, InterruptedException {
        for (String statement : Script.statements(script)) {
            if (Script.isSetting(statement)) {
                String[] setting = Script.setting(statement);
                tables.getConfig().set(setting[0], setting[1]);
            } else {
                TableResult result = tables.executeSql(statement);
                result.await();
            }
        }
    }

    /** Where statements can be run, whose tables read and write files of a folder. */
    StreamTableEnvironment environment(Path folder) {
        Configuration configuration = new Configuration();
        configuration.set(DeploymentOptions.TARGET, NAME);
        configuration.set(DeploymentOptions.ATTACHED, true);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        configuration.set(RecordedTableFactory.FOLDER, folder.toString());
        return StreamTableEnvironment.create(
                new StreamExecutionEnvironment(new Executors(cluster), configuration, loader()));
    }

    private static ClassLoader loader() {
        return FlinkCluster.class.getClassLoader();
    }

    @Override
    public void close() {
        cluster.closeAsync().join();
    }

    /** Brings jobs to the cluster. */
    private record Executors(MiniCluster cluster) implements PipelineExecutorServiceLoader, PipelineExecutorFactory {
        @Override
        public PipelineExecutorFactory getExecutorFactory(Configuration configuration) {
            return this;
        }

        @Override
        public Stream<String> getExecutorNames() {
            return Stream.of(NAME);
        }

        @Override
        public String getName() {
            return NAME;
        }

        @Override
        public boolean isCompatibleWith(Configuration configuration) {
            return true;
        }

        @Override
        public PipelineExecutor getExecutor(Configuration configuration) {
            return this::execute;
        }

        private CompletableFuture<JobClient> execute(Pipeline pipeline, Configuration configuration, ClassLoader user)
                throws Exception {
            StreamGraph graph = PipelineExecutorUtils.getStreamGraph(pipeline, configuration);
            graph.serializeUserDefinedInstances();
            return cluster.submitJob(graph)
                    .thenApply(submitted -> new MiniClusterJobClient(
                            submitted.getJobID(), cluster, user, JobFinalizationBehavior.NOTHING));
        }
    }
}
