/** Where the root key may live besides a file: a PKCS#11 module, AWS KMS, Vault's transit engine. */
@NullMarked
package io.counterfoil.privacy.rootkey;

import org.jspecify.annotations.NullMarked;
