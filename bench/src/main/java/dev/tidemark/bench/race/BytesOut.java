package dev.tidemark.bench.race;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** How many bytes of a topic the broker in this process has sent, as its own metric says. */
final class BytesOut {

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final ObjectName name;

  BytesOut(String topic) {
    try {
      name =
          new ObjectName("kafka.server:type=BrokerTopicMetrics,name=BytesOutPerSec,topic=" + topic);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(topic, e);
    }
  }

  long count() {
    try {
      return (Long) beans.getAttribute(name, "Count");
    } catch (InstanceNotFoundException nothingYet) {
      return 0;
    } catch (JMException e) {
      throw new IllegalStateException("The broker does not tell " + name, e);
    }
  }
}
