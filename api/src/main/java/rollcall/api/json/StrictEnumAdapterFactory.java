package rollcall.api.json;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and writes enums in lower case. Unlike Gson's own adapter it refuses unknown values. */
final class StrictEnumAdapterFactory implements TypeAdapterFactory {
  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    @SuppressWarnings("unchecked") // the raw type is T's by Gson's contract
    Class<T> raw = (Class<T>) type.getRawType();
    @Nullable T @Nullable [] constants = raw.getEnumConstants();
    if (constants == null) {
      return null;
    }
    return new TypeAdapter<T>() {
      @Override
      public void write(JsonWriter out, @Nullable T value) throws IOException {
        out.value(value == null ? null : wireName(value));
      }

      @Override
      public @Nullable T read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
          in.nextNull();
          return null;
        }
        String path = in.getPath();
        String text = in.nextString();
        for (@Nullable T constant : constants) {
          if (constant != null && wireName(constant).equals(text)) {
            return constant;
          }
        }
        throw new JsonSyntaxException(
            "expected one of "
                + Arrays.stream(constants).map(StrictEnumAdapterFactory::wireName).toList()
                + " at path "
                + path);
      }
    };
  }

  private static String wireName(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }
}
