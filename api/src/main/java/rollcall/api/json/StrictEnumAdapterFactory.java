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

/**
 * Enums as lower-case words. Gson's own adapter reads an unknown word as null; this one refuses it.
 */
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
        out.value(value == null ? null : word(value));
      }

      @Override
      public @Nullable T read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
          in.nextNull();
          return null;
        }
        String path = in.getPath();
        String word = in.nextString();
        for (@Nullable T constant : constants) {
          if (constant != null && word(constant).equals(word)) {
            return constant;
          }
        }
        throw new JsonSyntaxException(
            "expected one of "
                + Arrays.stream(constants).map(StrictEnumAdapterFactory::word).toList()
                + " at path "
                + path);
      }
    };
  }

  private static String word(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }
}
