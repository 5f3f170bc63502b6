package io.counterfoil.domain.control;

import java.util.List;

/** Checks of practices, beside the data that they look at. Each slice that has such has one bean. */
public interface Controls {

    List<Control> controls();
}
