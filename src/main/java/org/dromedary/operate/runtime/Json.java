package org.dromedary.operate.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.function.Function;
import org.dromedary.coordination.control.Audit;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.NoticeText;

/** What operations show, as JSON with stable names; times are ISO 8601. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper().findAndRegisterModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private Json() {
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** That text as JSON. */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is no JSON", e);
        }
    }

    /** A value made of records, collections and simple values. */
    public static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static ObjectNode error(String message) {
        return object().put("error", message);
    }

    public static ObjectNode incident(Incident incident) {
        return NoticeText.tree(MAPPER, incident);
    }

    public static ArrayNode incidents(Collection<Incident> incidents) {
        return array(incidents, Json::incident);
    }

    public static ArrayNode orders(Collection<Order> orders) {
        return array(orders, order -> object().put("scope", order.scope()).put("kind", order.kind().name())
                .put("value", order.value()).put("because", order.reason()).put("by", order.by())
                .put("at", order.at().toString()));
    }

    public static ArrayNode audit(Collection<Audit.Entry> entries) {
        return array(entries, entry -> object().put("id", entry.id()).put("at", entry.at().toString())
                .put("who", entry.who()).put("act", entry.act()).put("what", entry.what())
                .put("seriesId", entry.seriesId()).put("windowId", entry.windowId()));
    }

    private static <T> ArrayNode array(Collection<T> items, Function<T, JsonNode> toJson) {
        ArrayNode array = MAPPER.createArrayNode();
        items.stream().map(toJson).forEach(array::add);
        return array;
    }
}
