#include "tools/goodbye.h"

#include <sys/socket.h>

#include "tools/carrier.h"

static const struct {
    phw_status status;
    const char *text;
} reason[PHW_N_GOODBYES] = {
    [PHW_GOODBYE_INTERRUPTED] = {PHW_EPEER, "was stopped by its user"},
    [PHW_GOODBYE_BUSY] = {PHW_EIO, "talks to another end already; try again later"},
    [PHW_GOODBYE_TIMEOUT] = {PHW_EIO, "waited too long for this end; its --timeout "
                                      "gives it longer"},
    [PHW_GOODBYE_MISMATCH] = {PHW_EPEER, "is configured differently, and says how"},
    [PHW_GOODBYE_REFUSED] = {PHW_EAUTH,
                             "refused this end's messages: the two have no pre-shared "
                             "key in common, or somebody changed what was sent"},
    [PHW_GOODBYE_FAILED] = {PHW_EPEER, "could not go on, and says why"},
};

void phw_goodbye_send(int socket, phw_goodbye why)
{
    phw_message m = {0};
    phw_message_begin(&m, PHW_CARRIER_GOODBYE, 0);
    phw_message_put_u8(&m, (uint8_t)why);
    if (phw_message_end(&m) == PHW_OK)
        (void)send(socket, m.byte, m.size, MSG_NOSIGNAL | MSG_DONTWAIT);
    phw_message_free(&m);
}

phw_goodbye phw_goodbye_of(phw_status s)
{
    if (s == PHW_ECANCEL)
        return PHW_GOODBYE_INTERRUPTED;
    if (s == PHW_EIO)
        return PHW_GOODBYE_TIMEOUT; /* the line is dead, or this end tired of waiting */
    return s == PHW_EAUTH ? PHW_GOODBYE_REFUSED : PHW_GOODBYE_FAILED;
}

phw_status phw_goodbye_status(const phw_message *frame, const char *peer)
{
    phw_reader r = phw_reader_open(frame);
    const unsigned why = phw_reader_u8(&r);
    PHW_TRY(phw_reader_close(&r));
    if (why >= PHW_N_GOODBYES)
        return phw_fail(PHW_EPEER, "%s left for a reason that this end does not know",
                        peer);
    return phw_fail(reason[why].status, "%s %s", peer, reason[why].text);
}
