/** @file
 * SigMF archives: a tar file named .sigmf that holds recordings, read in place.
 */
#ifndef PHW_DATASETS_RECORDING_ARCHIVE_H
#define PHW_DATASETS_RECORDING_ARCHIVE_H

#include "datasets/recording.h"

PHW_BEGIN_C

/** FILE.sigmf that holds one recording, or FILE.sigmf:NAME for the recording NAME of
 * several, by the whole name in the archive or by what follows its last slash. (SigMF
 * 1.2.5, "Archive".) */
extern const phw_recording_format phw_recording_archive;

PHW_END_C

#endif
