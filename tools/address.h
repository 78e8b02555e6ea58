/** @file
 * "HOST:PORT" as users write it: 127.0.0.1:7700, [::1]:7700, alice.lan:7700.
 */
#ifndef PHW_TOOLS_ADDRESS_H
#define PHW_TOOLS_ADDRESS_H

#include "core/status.h"

/** Room for a host, longer than any name may be, and for a port. */
#define PHW_ADDRESS_HOST_SIZE 256
#define PHW_ADDRESS_PORT_SIZE 6

/** Where somebody listens. */
typedef struct phw_address {
    char host[PHW_ADDRESS_HOST_SIZE]; /**< without brackets; "" for any of the host's */
    char port[PHW_ADDRESS_PORT_SIZE]; /**< decimal, "0" to "65535" */
} phw_address;

/** Reads it. PHW_EARG says what was expected. */
PHW_MUST_USE phw_status phw_address_read(phw_address *out, const char *text);

#endif
