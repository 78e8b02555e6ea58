/** @file
 * WAV files (RIFF and, past 4 GiB, RF64) as receivers' programs write them.
 */
#ifndef PHW_DATASETS_RECORDING_WAV_H
#define PHW_DATASETS_RECORDING_WAV_H

#include "core/status.h"
#include "datasets/recording.h"

PHW_BEGIN_C

/** Two channels are I and Q, one is real; 8 bit unsigned, 16, 24 and 32 bit signed, 32
 * and 64 bit float. The carrier is taken from an `auxi` chunk, else from the
 * name ("..._7100000Hz_IQ.wav"). */
extern const phw_recording_format phw_recording_wav;

PHW_END_C

#endif
