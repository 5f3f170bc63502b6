/**
 * Who may call how often: for each address, each key, each merchant that moves money, each source of failed
 * authentications; and what is turned away when the server has its hands full. ADR 16 tells why it is built so.
 */
@NullMarked
package io.counterfoil.app.ratelimit;

import org.jspecify.annotations.NullMarked;
