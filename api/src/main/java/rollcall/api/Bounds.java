package rollcall.api;

/**
 * Limits of the wire contract. The server refuses requests that exceed them. The agent cuts labels
 * and lists to them, so that one container cannot make the server refuse its node's whole list.
 */
public final class Bounds {
  /** Bytes of a request body. */
  public static final int BODY = 4 * 1024 * 1024;

  /** Characters of a container id. */
  public static final int ID = 128;

  /** Characters of a name of a container, node, service or network. */
  public static final int NAME = 255;

  /** Characters of an image reference. */
  public static final int IMAGE = 512;

  /** Labels of one container. */
  public static final int LABELS = 128;

  /** Characters of a label's key. */
  public static final int LABEL_KEY = 256;

  /** Characters of a label's value. */
  public static final int LABEL_VALUE = 4096;

  /** Characters of all label keys and values of one container together. */
  public static final int LABELS_TOTAL = 32 * 1024;

  /** Ports, or networks, of one container. */
  public static final int LIST = 128;

  /** Containers in one node's list. */
  public static final int CONTAINERS = 2000;

  /** Characters of a caller's name. */
  public static final int CALLER = 128;

  /** Shared variables. */
  public static final int VARS = 10_000;

  /** Characters of a shared variable's key. */
  public static final int KEY = 500;

  /** Characters of a shared variable's value. */
  public static final int VALUE = 16 * 1024;

  /** Characters of an idempotency key. */
  public static final int IDEMPOTENCY_KEY = 128;

  private Bounds() {}
}
