package io.counterfoil.app.architecture.broken.domain.chicken.inner;

class TooDeep {}
