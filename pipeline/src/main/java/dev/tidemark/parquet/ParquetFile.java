package dev.tidemark.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Flat columns of a Parquet file. Pages are found by hand, because Parquet's own reader of files
 * does not start without Hadoop; what is in them Parquet's own decoders tell.
 */
public final class ParquetFile {

  private static final int TAIL = 8;

  private ParquetFile() {}

  /** The names of the columns that the file has. */
  public static List<String> columns(byte[] file) throws IOException {
    return footer(file).getSchema().stream()
        .skip(1) // the root
        .map(SchemaElement::getName)
        .toList();
  }

  /**
   * The rows, with these columns in this order: texts, bytes, numbers, truth values, and null where
   * a cell is empty, or where the file is older than the column.
   */
  public static List<Object[]> rows(byte[] file, List<String> columns) throws IOException {
    FileMetaData footer = footer(file);
    Set<String> texts =
        footer.getSchema().stream()
            .filter(column -> column.getConverted_type() == ConvertedType.UTF8)
            .map(SchemaElement::getName)
            .collect(Collectors.toSet());
    List<Object[]> rows = new ArrayList<>();
    for (RowGroup group : footer.getRow_groups()) {
      Object[][] cells = new Object[(int) group.getNum_rows()][columns.size()];
      for (int i = 0; i < columns.size(); i++) {
        Optional<ColumnMetaData> column = column(group, columns.get(i));
        if (column.isPresent()) {
          fill(cells, i, file, column.get(), texts.contains(columns.get(i)));
        }
      }
      rows.addAll(Arrays.asList(cells));
    }
    return rows;
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int end = file.length - TAIL;
    if (end < 0) {
      throw new IOException("This is no Parquet file, or not all of one");
    }
    int length = ByteBuffer.wrap(file, end, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > end) {
      throw new IOException("This is no Parquet file, or not all of one");
    }
    return Util.readFileMetaData(new ByteArrayInputStream(file, end - length, length));
  }

  private static Optional<ColumnMetaData> column(RowGroup group, String name) {
    return group.getColumns().stream()
        .map(chunk -> chunk.getMeta_data())
        .filter(column -> column.getPath_in_schema().equals(List.of(name)))
        .findFirst();
  }

  private static void fill(
      Object[][] cells, int at, byte[] bytes, ColumnMetaData column, boolean isText)
      throws IOException {
    PrimitiveTypeName kind = PrimitiveTypeName.valueOf(kind(column));
    PrimitiveType type = Types.optional(kind).named(column.getPath_in_schema().get(0));
    MessageType schema = new MessageType("rows", type);
    ColumnDescriptor descriptor = schema.getColumns().get(0);
    Pages pages = new Pages(bytes, column, cells.length);
    ColumnReader reader =
        new ColumnReadStoreImpl(pages, new Ignoring(), schema, "").getColumnReader(descriptor);
    for (Object[] row : cells) {
      if (reader.getCurrentDefinitionLevel() > 0) {
        row[at] = value(reader, kind, isText);
      }
      reader.consume();
    }
  }

  private static Object value(ColumnReader reader, PrimitiveTypeName kind, boolean isText)
      throws IOException {
    return switch (kind) {
      case BINARY ->
          isText ? reader.getBinary().toStringUsingUTF8() : reader.getBinary().getBytes();
      case BOOLEAN -> reader.getBoolean();
      case INT32 -> reader.getInteger();
      case INT64 -> reader.getLong();
      case DOUBLE -> reader.getDouble();
      case FLOAT, INT96, FIXED_LEN_BYTE_ARRAY ->
          throw new IOException("a lake has no column of " + kind);
    };
  }

  private static String kind(ColumnMetaData column) {
    return column.getType().name().replace("BYTE_ARRAY", "BINARY");
  }

  /** The pages of one column. */
  private static final class Pages implements PageReadStore, PageReader {
    private final long rows;
    private final long values;
    private final Queue<DataPage> pages = new ArrayDeque<>();
    private DictionaryPage dictionary;

    Pages(byte[] bytes, ColumnMetaData column, long rows) throws IOException {
      this.rows = rows;
      this.values = column.getNum_values();
      long begin =
          column.isSetDictionary_page_offset() && column.getDictionary_page_offset() > 0
              ? column.getDictionary_page_offset()
              : column.getData_page_offset();
      int size = (int) column.getTotal_compressed_size();
      InputStream in = new ByteArrayInputStream(bytes, (int) begin, size);
      boolean packed = column.getCodec() == CompressionCodec.ZSTD;
      while (in.available() > 0) {
        PageHeader header = Util.readPageHeader(in);
        byte[] page = in.readNBytes(header.getCompressed_page_size());
        int plain = header.getUncompressed_page_size();
        add(header, BytesInput.from(packed ? Zstd.decompress(page, plain) : page), plain);
      }
    }

    private void add(PageHeader header, BytesInput content, int size) throws IOException {
      if (header.getType() == PageType.DICTIONARY_PAGE) {
        var of = header.getDictionary_page_header();
        dictionary =
            new DictionaryPage(content, size, of.getNum_values(), encoding(of.getEncoding()));
        return;
      }
      if (header.getType() != PageType.DATA_PAGE) {
        throw new IOException("a lake has no page of " + header.getType());
      }
      var of = header.getData_page_header();
      pages.add(
          new DataPageV1(
              content,
              of.getNum_values(),
              size,
              Statistics.getBuilderForReading(
                      Types.optional(PrimitiveTypeName.BOOLEAN).named("none"))
                  .build(),
              encoding(of.getRepetition_level_encoding()),
              encoding(of.getDefinition_level_encoding()),
              encoding(of.getEncoding())));
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
      return Encoding.valueOf(encoding.name());
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor descriptor) {
      return this;
    }

    @Override
    public long getRowCount() {
      return rows;
    }

    @Override
    public Optional<Long> getRowIndexOffset() {
      return Optional.empty();
    }

    @Override
    public DictionaryPage readDictionaryPage() {
      return dictionary;
    }

    @Override
    public long getTotalValueCount() {
      return values;
    }

    @Override
    public DataPage readPage() {
      return pages.poll();
    }
  }

  /** Values are asked for one by one, so nobody needs to be handed them. */
  private static final class Ignoring extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
