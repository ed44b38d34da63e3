# syntax=docker/dockerfile:1.7
# The images of docker-compose.yml. None of ours runs as root or writes to its own file system.

FROM maven:3.9.9-eclipse-temurin-17 AS sources
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
# Maven wants to see every module that the parent names.
COPY bench/pom.xml bench/
COPY acceptance/pom.xml acceptance/
COPY clusters/flink/pom.xml clusters/flink/
COPY clusters/spark/pom.xml clusters/spark/
COPY pipeline/pom.xml pipeline/
COPY servers/pom.xml servers/
COPY station/pom.xml station/
COPY LICENSE NOTICE ./
COPY ddl ddl
COPY pipeline/src pipeline/src
COPY servers/src servers/src
COPY runners runners

# What Maven downloads stays in a cache between builds, whatever has changed.
FROM sources AS build-station
COPY station/src station/src
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -ntp -B -q -Punchecked -Dmaven.test.skip=true -pl station -am package

FROM sources AS build-flink
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -ntp -B -q -Punchecked -Dmaven.test.skip=true -pl runners/flink -am package

FROM sources AS build-spark
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -ntp -B -q -Punchecked -Dmaven.test.skip=true -pl runners/spark -am package

# The number is that of Flink's own user, so that both may write the checkpoints.
FROM eclipse-temurin:17.0.15_6-jre-noble AS java
RUN groupadd --gid 9999 tidemark \
    && useradd --uid 9999 --gid tidemark --no-create-home --shell /usr/sbin/nologin tidemark \
    && install -d -o tidemark -g tidemark /var/lib/tidemark /checkpoints
ENV TIDEMARK_HOME=/var/lib/tidemark \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
WORKDIR /var/lib/tidemark
USER 9999:9999

# Dashboard, intake, generator, and every command that a person types.
FROM java AS station
COPY --from=build-station /build/station/target/lib /opt/tidemark/lib
COPY --from=build-station /build/station/target/tidemark-station.jar /opt/tidemark/
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "/opt/tidemark/tidemark-station.jar"]
CMD ["--help"]

# Hands the stream to a Flink cluster.
FROM java AS job
COPY --from=build-flink /build/runners/flink/target/tidemark-flink.jar /opt/tidemark/
ENTRYPOINT ["java", "-jar", "/opt/tidemark/tidemark-flink.jar"]
CMD ["--help"]

# The driver of rounds on a Spark cluster.
FROM java AS rounds
COPY --from=build-spark /build/runners/spark/target/tidemark-spark.jar /opt/tidemark/
ENTRYPOINT ["java", "-jar", "/opt/tidemark/tidemark-spark.jar"]
CMD ["--help"]

# Flink as it is published, with a place for checkpoints that its user may write.
FROM flink:1.19.1-scala_2.12-java17 AS flink
RUN install -d -o flink -g flink /checkpoints
USER flink
