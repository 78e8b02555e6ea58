/** @file
 * `phyward decode lora`: preambles of LoRa frames.
 */
#ifndef PHW_TOOLS_COMMAND_DECODE_LORA_H
#define PHW_TOOLS_COMMAND_DECODE_LORA_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_decode_lora;

#endif
