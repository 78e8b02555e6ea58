/** @file
 * One frame on its way in from a socket, in whatever pieces it comes. The memory grows
 * with the bytes that are there, never with the length that a header claims.
 */
#ifndef PHW_TOOLS_INTAKE_H
#define PHW_TOOLS_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/message.h"

/** A zeroed one waits for a header. */
typedef struct phw_intake {
    phw_message frame; /**< whole when phw_intake_read() says so */
    uint8_t header[PHW_MESSAGE_HEADER_SIZE];
    size_t n;    /**< bytes that are here */
    size_t size; /**< of the whole frame; known with its header */
} phw_intake;

/** Gives back. */
void phw_intake_free(phw_intake *in);

/** Forgets the frame, for the next one. */
void phw_intake_reset(phw_intake *in);

/** Takes what is there, up to the end of the frame, without waiting. `*whole`: the
 * frame is complete. PHW_EIO when the other end has closed, or the connection broke;
 * PHW_EPEER for what is no frame, or one above `most` bytes; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_intake_read(phw_intake *in, bool *whole, int socket,
                                        size_t most);

#endif
