#include "tools/address.h"

#include <stdlib.h>
#include <string.h>

#define PORT_MAX 65535

/* The colon before the port: past the bracket of an address of IPv6. NULL without. */
static const char *find_colon(const char *text)
{
    if (text[0] != '[')
        return strchr(text, ':');
    const char *closed = strchr(text, ']');
    return closed != NULL && closed[1] == ':' ? closed + 1 : NULL;
}

static phw_status read_port(phw_address *out, const char *text, const char *port)
{
    const size_t size = strlen(port);
    if (size == 0 || size >= sizeof out->port || strspn(port, "0123456789") != size ||
        strtol(port, NULL, 10) > PORT_MAX)
        return phw_fail(PHW_EARG,
                        "\"%s\": expected a port of 0 to %d after the host's colon%s",
                        text, PORT_MAX,
                        strchr(port, ':') != NULL
                            ? ", and brackets around an address of IPv6: [::1]:7700"
                            : "");
    memcpy(out->port, port, size + 1);
    return PHW_OK;
}

phw_status phw_address_read(phw_address *out, const char *text)
{
    phw_address a = {0};
    const char *colon = find_colon(text);
    if (colon == NULL)
        return phw_fail(PHW_EARG,
                        "\"%s\": expected HOST:PORT, as in 127.0.0.1:7700 or "
                        "[::1]:7700",
                        text);
    const size_t bracket = text[0] == '[';
    const size_t size = (size_t)(colon - text) - 2 * bracket;
    if (size >= sizeof a.host)
        return phw_fail(PHW_EARG, "a host's name of %zu characters, at most %d", size,
                        PHW_ADDRESS_HOST_SIZE - 1);
    memcpy(a.host, text + bracket, size);
    PHW_TRY(read_port(&a, text, colon + 1));
    *out = a;
    return PHW_OK;
}
