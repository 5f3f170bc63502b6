/** How people hear of alerts: by e-mail, in a chat, and merchants by webhook; again and again until it has arrived. */
@NullMarked
package io.counterfoil.monitoring.alertchannel;

import org.jspecify.annotations.NullMarked;
