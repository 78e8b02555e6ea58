/* What a host that anybody may connect to takes from a socket: frames in pieces,
 * prefaces and goodbyes. */
#include <sys/socket.h>
#include <unistd.h>

#include "tools/goodbye.h"
#include "tools/intake.h"
#include "tools/preface.h"

#include "tests/fuzz/fuzz.h"

static void judge(const phw_message *frame)
{
    phw_preface preface;
    const phw_status s = phw_goodbye_status(frame, "peer");
    if (s != PHW_OK && phw_preface_read(&preface, frame) == PHW_OK)
        (void)!phw_preface_compare(&preface, &preface);
}

/* All frames that are there; whether more may follow. */
static bool drain(phw_intake *in, int socket)
{
    bool whole = true;
    while (whole) {
        if (phw_intake_read(in, &whole, socket, PHW_PREFACE_SIZE_MAX) != PHW_OK)
            return false;
        if (whole) {
            judge(&in->frame);
            phw_intake_reset(in);
        }
    }
    return true;
}

/* The first byte says how long the pieces are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int line[2];
    phw_intake in = {0};
    if (size == 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, line) != 0)
        return 0;
    const size_t piece = 1 + 16 * (size_t)data[0];
    bool open = true;
    for (size_t at = 1; at < size && open; at += piece) {
        const size_t left = size - at;
        const ssize_t n = send(line[1], data + at, left < piece ? left : piece,
                               MSG_NOSIGNAL | MSG_DONTWAIT);
        open = n > 0 && drain(&in, line[0]);
    }
    (void)close(line[1]);
    if (open)
        (void)drain(&in, line[0]);
    phw_intake_free(&in);
    (void)close(line[0]);
    return 0;
}
