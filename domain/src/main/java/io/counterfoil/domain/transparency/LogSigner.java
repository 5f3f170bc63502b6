package io.counterfoil.domain.transparency;

import io.counterfoil.domain.signednote.SignedNote;

/** Signs in the name of a log, with each of its keys that are in force. */
@FunctionalInterface
interface LogSigner {

    SignedNote sign(StoredLog log, String text);
}
