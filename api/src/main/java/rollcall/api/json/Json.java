package rollcall.api.json;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonIOException;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSyntaxException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.Timestamps;
import rollcall.api.container.Container;
import rollcall.common.InvalidException;

/** Converts records to JSON and back: snake_case, strict, absent instead of null. */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .setStrictness(Strictness.STRICT)
          .disableHtmlEscaping()
          .registerTypeAdapter(Instant.class, new InstantAdapter())
          .registerTypeAdapter(String.class, new StringAdapter())
          .registerTypeAdapter(Double.class, new DoubleAdapter())
          .registerTypeAdapter(double.class, new DoubleAdapter())
          .registerTypeAdapterFactory(new StrictEnumAdapterFactory())
          .registerTypeAdapter(Container.class, new ContainerAdapter())
          .create();

  private Json() {}

  /** The configured Gson, for streaming and JSON trees. */
  public static Gson gson() {
    return GSON;
  }

  public static String write(Object value) {
    return GSON.toJson(value);
  }

  /**
   * Parses a value.
   *
   * @throws JsonSyntaxException for text that is not JSON, or of another shape
   * @throws InvalidException for a value that a record's constructor refuses
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      @Nullable T value = GSON.fromJson(text, type);
      if (value == null) {
        throw new JsonSyntaxException("expected an object but the text is empty or null");
      }
      return value;
    } catch (JsonIOException e) {
      throw new JsonSyntaxException(e);
    } catch (JsonParseException e) {
      throw e;
    } catch (RuntimeException e) {
      // Gson wraps exceptions of a record's constructor.
      if (e.getCause() instanceof InvalidException invalid) {
        throw invalid;
      }
      throw e;
    }
  }

  private static final class InstantAdapter extends TypeAdapter<Instant> {
    @Override
    public void write(JsonWriter out, @Nullable Instant value) throws IOException {
      if (value == null) {
        out.nullValue();
      } else {
        out.value(value.toString());
      }
    }

    @Override
    public @Nullable Instant read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      if (in.peek() != JsonToken.STRING && in.peek() != JsonToken.NUMBER) {
        throw new JsonSyntaxException("expected a time but was " + in.peek() + at(in));
      }
      try {
        return Timestamps.parse(in.nextString());
      } catch (InvalidException e) {
        throw new JsonSyntaxException(e.getMessage() + " at path " + in.getPreviousPath(), e);
      }
    }
  }

  /** Stricter than Gson's own, which also accepts numbers and booleans. */
  private static final class StringAdapter extends TypeAdapter<String> {
    @Override
    public void write(JsonWriter out, @Nullable String value) throws IOException {
      out.value(value);
    }

    @Override
    public @Nullable String read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      if (in.peek() != JsonToken.STRING && in.peek() != JsonToken.NAME) {
        throw new JsonSyntaxException("expected a string but was " + in.peek() + at(in));
      }
      return in.nextString();
    }
  }

  /** Stricter than Gson's own, which also accepts strings. */
  private static final class DoubleAdapter extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, @Nullable Double value) throws IOException {
      out.value(value);
    }

    @Override
    public @Nullable Double read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      if (in.peek() != JsonToken.NUMBER) {
        throw new JsonSyntaxException("expected a number but was " + in.peek() + at(in));
      }
      return in.nextDouble();
    }
  }

  private static String at(JsonReader in) {
    return " at path " + in.getPath();
  }
}
