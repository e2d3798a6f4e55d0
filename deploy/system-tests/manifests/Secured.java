import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dungeontalk.embedded.PostgresServer;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Scanner;
import java.util.concurrent.ExecutionException;

/**
 * A Kafka that takes clients with a certificate only and grants them what it is told, and a
 * PostgreSQL with TLS and a role per schema, as Strimzi and CloudNativePG make them. Run from
 * source, with a folder of certificates, one port for Kafka and one for its controller.
 *
 * <p>Reads commands, a line each: {@code topic NAME PARTITIONS COMPACTED}, {@code acl USER
 * OPERATION TYPE NAME PATTERN}, {@code role NAME PASSWORD}, {@code write USER TOPIC VALUE}. Answers
 * each with a line: {@code ok …} or {@code refused}. Ends with its input.
 */
public final class Secured {

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        Files.createDirectories(folder.resolve("kafka"));
        // What Kafka says about itself is not an answer.
        PrintStream answers = System.out;
        System.setOut(System.err);
        Path settings = folder.resolve("server.properties");
        try (var out = Files.newBufferedWriter(settings)) {
            broker(folder, port, Integer.parseInt(arguments[2])).store(out, null);
        }
        kafka.tools.StorageTool.execute(
                new String[] {"format", "-t", "c2VjdXJlZC1rYWZrYS0wMQ", "-c", settings.toString()},
                System.err);
        Thread broker = new Thread(() -> kafka.Kafka.main(new String[] {settings.toString()}));
        broker.setDaemon(true);
        broker.start();
        PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
        try (Connection owner =
                        DriverManager.getConnection(
                                postgres.jdbcUrl(), postgres.username(), postgres.password());
                Admin admin = Admin.create(client(folder, port, "superuser"))) {
            encrypt(owner, folder);
            admin.describeCluster().clusterId().get();
            answers.println("ok " + postgres.port());
            Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
            while (commands.hasNextLine()) {
                answers.println(
                        carryOut(commands.nextLine().split(" ", 6), admin, owner, folder, port));
            }
        }
        postgres.close();
        Runtime.getRuntime().halt(0);
    }

    private static String carryOut(
            String[] words, Admin admin, Connection owner, Path folder, int port) throws Exception {
        switch (words[0]) {
            case "topic" -> {
                var topic =
                        new NewTopic(
                                words[1],
                                Optional.of(Integer.parseInt(words[2])),
                                Optional.empty());
                topic.configs(
                        Map.of(
                                "cleanup.policy",
                                Boolean.parseBoolean(words[3]) ? "compact" : "delete"));
                admin.createTopics(List.of(topic)).all().get();
            }
            case "acl" -> {
                var resource =
                        new ResourcePattern(
                                ResourceType.fromString(words[3]),
                                words[4],
                                words[5].equals("prefix")
                                        ? PatternType.PREFIXED
                                        : PatternType.LITERAL);
                var entry =
                        new AccessControlEntry(
                                "User:CN=" + words[1],
                                "*",
                                AclOperation.fromString(words[2]),
                                AclPermissionType.ALLOW);
                admin.createAcls(List.of(new AclBinding(resource, entry))).all().get();
            }
            case "role" -> {
                try (Statement statement = owner.createStatement()) {
                    statement.execute(
                            "CREATE ROLE " + words[1] + " LOGIN PASSWORD '" + words[2] + "'");
                    statement.execute("CREATE SCHEMA " + words[1] + " AUTHORIZATION " + words[1]);
                }
            }
            case "write" -> {
                try (var producer =
                        new KafkaProducer<>(
                                client(folder, port, words[1]),
                                new StringSerializer(),
                                new StringSerializer())) {
                    producer.send(new ProducerRecord<>(words[2], "room", words[3])).get();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof TopicAuthorizationException) {
                        return "refused";
                    }
                    throw e;
                }
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "ok";
    }

    private static void encrypt(Connection owner, Path folder) throws Exception {
        try (Statement statement = owner.createStatement()) {
            statement.execute(
                    "ALTER SYSTEM SET ssl_cert_file = '" + folder.resolve("postgres.crt") + "'");
            statement.execute(
                    "ALTER SYSTEM SET ssl_key_file = '" + folder.resolve("postgres.key") + "'");
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static Properties broker(Path folder, int port, int controllerPort) throws Exception {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "0");
        p.setProperty("controller.quorum.voters", "0@127.0.0.1:" + controllerPort);
        p.setProperty(
                "listeners",
                "SSL://localhost:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.setProperty("advertised.listeners", "SSL://localhost:" + port);
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("inter.broker.listener.name", "SSL");
        p.setProperty("listener.security.protocol.map", "SSL:SSL,CONTROLLER:PLAINTEXT");
        p.setProperty("ssl.client.auth", "required");
        p.setProperty(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        p.setProperty("super.users", "User:CN=superuser;User:ANONYMOUS");
        p.setProperty("log.dirs", folder.resolve("kafka").toString());
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("offsets.topic.num.partitions", "1");
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
        certificate(folder, "superuser").forEach(p::setProperty);
        return p;
    }

    private static Properties client(Path folder, int port, String user) throws Exception {
        Properties p = new Properties();
        p.setProperty("bootstrap.servers", "localhost:" + port);
        p.setProperty("security.protocol", "SSL");
        certificate(folder, user).forEach(p::setProperty);
        return p;
    }

    private static Map<String, String> certificate(Path folder, String user) throws Exception {
        return Map.of(
                "ssl.keystore.type", "PEM",
                "ssl.truststore.type", "PEM",
                "ssl.keystore.key", Files.readString(folder.resolve(user + ".key")),
                "ssl.keystore.certificate.chain", Files.readString(folder.resolve(user + ".crt")),
                "ssl.truststore.certificates", Files.readString(folder.resolve("ca.crt")));
    }
}
