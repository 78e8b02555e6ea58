#include "tools/intake.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

void phw_intake_free(phw_intake *in)
{
    phw_message_free(&in->frame);
    *in = (phw_intake){0};
}

void phw_intake_reset(phw_intake *in)
{
    phw_message_clear(&in->frame);
    in->n = 0;
    in->size = 0;
}

/* How many bytes came, 0 when none are there yet. */
static phw_status take(size_t *n, int socket, uint8_t *byte, size_t size)
{
    const ssize_t got = recv(socket, byte, size, MSG_DONTWAIT);
    *n = got > 0 ? (size_t)got : 0;
    if (got == 0)
        return phw_fail(PHW_EIO, "the peer closed the connection");
    if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        return phw_fail(PHW_EIO, "the connection broke: %s", strerror(errno));
    return PHW_OK;
}

static phw_status open_frame(phw_intake *in, size_t most)
{
    size_t payload = 0;
    PHW_TRY(phw_message_measure(&payload, in->header));
    in->size = PHW_MESSAGE_HEADER_SIZE + payload;
    if (in->size > most)
        return phw_fail(PHW_EPEER, "a message of %zu bytes where at most %zu are due",
                        in->size, most);
    phw_message_begin(&in->frame, 0, 0);
    if (in->frame.status == PHW_OK)
        memcpy(in->frame.byte, in->header, sizeof in->header);
    return in->frame.status;
}

static phw_status take_header(phw_intake *in, size_t *n, int socket, size_t most)
{
    PHW_TRY(take(n, socket, in->header + in->n, sizeof in->header - in->n));
    in->n += *n;
    return in->n == sizeof in->header ? open_frame(in, most) : PHW_OK;
}

static phw_status take_payload(phw_intake *in, size_t *n, int socket)
{
    uint8_t piece[4096];
    const size_t left = in->size - in->n;
    PHW_TRY(take(n, socket, piece, left < sizeof piece ? left : sizeof piece));
    phw_message_put_bytes(&in->frame, piece, *n);
    in->n += *n;
    return in->frame.status;
}

phw_status phw_intake_read(phw_intake *in, bool *whole, int socket, size_t most)
{
    size_t n = 1;
    while (n > 0 && (in->size == 0 || in->n < in->size))
        PHW_TRY(in->size == 0 ? take_header(in, &n, socket, most)
                              : take_payload(in, &n, socket));
    *whole = in->size > 0 && in->n == in->size;
    return *whole ? phw_message_end(&in->frame) : PHW_OK;
}
