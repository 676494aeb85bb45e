package rollcall.server.storage.sql.roster;

import com.google.gson.ExclusionStrategy;
import com.google.gson.FieldAttributes;
import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.json.Json;

/**
 * The fields of a report that seldom change, as JSON text: all but its state and measurements, and
 * without empty lists and maps. Equal fields give equal texts.
 */
final class StableFields {
  private static final Set<String> VOLATILE_FIELDS =
      Set.of("timestamp", "memoryUsage", "cpuUsage", "state");

  private static final Gson GSON =
      Json.gson()
          .newBuilder()
          .addSerializationExclusionStrategy(new VolatileFields())
          .registerTypeAdapterFactory(new OmitEmpty())
          .create();

  private StableFields() {}

  static String of(Report report) {
    return GSON.toJson(report);
  }

  private static final class VolatileFields implements ExclusionStrategy {
    @Override
    public boolean shouldSkipField(FieldAttributes field) {
      return field.getDeclaringClass() == Report.class && VOLATILE_FIELDS.contains(field.getName());
    }

    @Override
    public boolean shouldSkipClass(Class<?> type) {
      return false;
    }
  }

  private static final class OmitEmpty implements TypeAdapterFactory {
    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      Class<?> raw = type.getRawType();
      boolean mayBeEmpty =
          Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw);
      return mayBeEmpty ? unlessEmpty(gson.getDelegateAdapter(this, type)) : null;
    }

    private static <T> TypeAdapter<T> unlessEmpty(TypeAdapter<T> delegate) {
      return new TypeAdapter<>() {
        @Override
        public void write(JsonWriter out, T value) throws IOException {
          boolean isEmpty =
              value instanceof Collection<?> list
                  ? list.isEmpty()
                  : value instanceof Map<?, ?> map && map.isEmpty();
          if (isEmpty) {
            out.nullValue(); // Gson then omits the field's name, too
          } else {
            delegate.write(out, value);
          }
        }

        @Override
        public T read(JsonReader in) throws IOException {
          return delegate.read(in);
        }
      };
    }
  }
}
