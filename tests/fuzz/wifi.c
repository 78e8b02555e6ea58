#include <stdlib.h>
#include <string.h>

#include "core/sample.h"
#include "phy/aggregate.h"
#include "phy/mac_header.h"
#include "phy/wifi_receiver.h"

#include "tests/fuzz/fuzz.h"

/* Bytes as a frame's, and as an aggregate's: what is found lies within them. */
static void read_bytes(const uint8_t *byte, size_t n)
{
    phw_mac_header h;
    phw_aggregate part = {0};
    if (phw_mac_header_read(&h, byte, n) == PHW_OK && h.n_bytes > n)
        abort();
    while (phw_aggregate_next(&part, byte, n))
        if (part.at > n || part.n > n - part.at)
            abort();
}

/* Samples of 16 bits, as the recordings have them. */
static void receive(const uint8_t *data, size_t n)
{
    phw_wifi_receiver *r = NULL;
    phw_wifi_frame f;
    phw_wifi_data d;
    phw_status s = phw_wifi_receiver_create(&r, 20e6, 20e6);
    if (!s)
        s = phw_wifi_receiver_decode(r);
    for (size_t i = 0; i + 4 <= n && !s; i += 4) {
        int16_t iq[2];
        memcpy(iq, data + i, sizeof iq);
        const phw_cf x = CMPLXF(iq[0], iq[1]);
        s = phw_wifi_receiver_push(r, &x, 1);
    }
    if (!s)
        s = phw_wifi_receiver_finish(r);
    while (!s && phw_wifi_receiver_take_data(r, &f, NULL, &d))
        if (d.decoded)
            read_bytes(d.byte, d.n_bytes);
    phw_wifi_receiver_destroy(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_bytes(data, size);
    receive(data, size);
    return 0;
}
