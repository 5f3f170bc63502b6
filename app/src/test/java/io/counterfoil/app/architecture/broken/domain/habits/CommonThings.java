package io.counterfoil.app.architecture.broken.domain.habits;

class CommonThings {}
