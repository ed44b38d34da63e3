package dev.tidemark.write;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import com.github.luben.zstd.Zstd;
import dev.tidemark.write.Table.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory.BytesCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Rows as the bytes of a Parquet file, in groups whose smallest and largest values its footer
 * tells: what cannot be in a group a reader passes over.
 *
 * <p>Only those parts of Parquet are used that need no Hadoop: its {@code ParquetWriter} would
 * bring 50 MB and a second Hadoop beside Spark's.
 */
final class ParquetRows {
  private static final int ZSTD_LEVEL = 3;
  private static final int PRESENT = 1;
  private static final int ROWS_OF_A_GROUP = 50_000;

  private ParquetRows() {}

  /**
   * Encodes.
   *
   * @param order which rows, and in what order
   * @param notes what the file's footer says besides
   */
  static byte[] encode(Rows rows, List<Integer> order, Map<String, String> notes)
      throws IOException {
    MessageType schema = schema(rows.table());
    ParquetProperties properties = ParquetProperties.builder().build();
    Memory memory = new Memory();
    ParquetFileWriter writer =
        new ParquetFileWriter(
            memory,
            schema,
            ParquetFileWriter.Mode.CREATE,
            ParquetProperties.DEFAULT_PAGE_SIZE,
            0,
            properties.getColumnIndexTruncateLength(),
            properties.getStatisticsTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    writer.start();
    for (int first = 0; first < order.size(); first += ROWS_OF_A_GROUP) {
      int last = Math.min(order.size(), first + ROWS_OF_A_GROUP);
      write(rows, order.subList(first, last), schema, properties, writer);
    }
    writer.end(notes);
    return memory.bytes.toByteArray();
  }

  private static void write(
      Rows rows,
      List<Integer> group,
      MessageType schema,
      ParquetProperties properties,
      ParquetFileWriter writer)
      throws IOException {
    ColumnChunkPageWriteStore pages =
        new ColumnChunkPageWriteStore(
            new Zstandard(),
            schema,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength());
    ColumnWriteStore columns = properties.newColumnWriteStore(schema, pages, pages);
    try {
      write(rows.columns(group), schema, columns);
      writer.startBlock(group.size());
      columns.flush();
      pages.flushToFileWriter(writer);
      writer.endBlock();
    } finally {
      columns.close();
    }
  }

  private static MessageType schema(Table table) {
    return new MessageType(table.name(), table.given().map(ParquetRows::field).toList());
  }

  private static Type field(Column column) {
    return switch (column.type()) {
      case TEXT, JSON, DECIMAL -> Types.optional(BINARY).as(stringType()).named(column.name());
      case BYTES -> Types.optional(BINARY).named(column.name());
      case BOOLEAN -> Types.optional(BOOLEAN).named(column.name());
      case INTEGER -> Types.optional(INT32).named(column.name());
      case DATE -> Types.optional(INT32).as(dateType()).named(column.name());
      case BIGINT, DURATION -> Types.optional(INT64).named(column.name());
      case DOUBLE -> Types.optional(DOUBLE).named(column.name());
      case TIME ->
          Types.optional(INT64).as(timestampType(true, TimeUnit.MICROS)).named(column.name());
      case NOW -> throw new IllegalArgumentException(column.name() + " has no value of its own");
    };
  }

  private static void write(Object[][] values, MessageType schema, ColumnWriteStore columns) {
    List<ColumnDescriptor> descriptors = schema.getColumns();
    ColumnWriter[] writers =
        descriptors.stream().map(columns::getColumnWriter).toArray(ColumnWriter[]::new);
    int rows = values.length == 0 ? 0 : values[0].length;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < writers.length; column++) {
        write(values[column][row], writers[column]);
      }
      columns.endRecord();
    }
  }

  private static void write(Object value, ColumnWriter writer) {
    if (value == null) {
      writer.writeNull(0, 0);
    } else if (value instanceof String text) {
      writer.write(Binary.fromString(text), 0, PRESENT);
    } else if (value instanceof byte[] bytes) {
      writer.write(Binary.fromConstantByteArray(bytes), 0, PRESENT);
    } else if (value instanceof Long number) {
      writer.write(number.longValue(), 0, PRESENT);
    } else if (value instanceof Integer number) {
      writer.write(number.intValue(), 0, PRESENT);
    } else if (value instanceof Double number) {
      writer.write(number.doubleValue(), 0, PRESENT);
    } else if (value instanceof Boolean is) {
      writer.write(is.booleanValue(), 0, PRESENT);
    } else {
      throw new IllegalArgumentException("no column holds a " + value.getClass().getSimpleName());
    }
  }

  /** Parquet's own codec for it is Hadoop's. */
  @SuppressWarnings("deprecation") // until Parquet 2, the one type that a page store takes
  private static final class Zstandard extends BytesCompressor {
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      ByteArrayOutputStream plain = new ByteArrayOutputStream((int) bytes.size());
      bytes.writeAllTo(plain);
      return BytesInput.from(Zstd.compress(plain.toByteArray(), ZSTD_LEVEL));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }

  /** A file that is only an array of bytes yet. */
  private static final class Memory implements OutputFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int value) {
          bytes.write(value);
        }

        @Override
        public void write(byte[] values, int start, int length) {
          bytes.write(values, start, length);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
