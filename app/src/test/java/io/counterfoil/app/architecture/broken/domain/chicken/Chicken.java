package io.counterfoil.app.architecture.broken.domain.chicken;

import io.counterfoil.app.architecture.broken.domain.egg.Egg;

public record Chicken(Egg first) {}
