package io.counterfoil.app.architecture.broken.domain.egg;

import io.counterfoil.app.architecture.broken.domain.chicken.Chicken;

public record Egg(Chicken first) {}
