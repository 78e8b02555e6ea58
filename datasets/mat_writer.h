/** @file
 * Writes MAT-files of level 5, which every MATLAB, Octave and SciPy reads. Not
 * installed. (The MathWorks, MAT-File Format, R2023b, chapter 1.)
 */
#ifndef PHW_DATASETS_MAT_WRITER_H
#define PHW_DATASETS_MAT_WRITER_H

#include "core/file.h"
#include "core/status.h"
#include "datasets/matrix.h"

PHW_BEGIN_C

/** Starts a file. */
void phw_mat_start(phw_writer *w);

/** Appends a variable: doubles, or complex pairs of them, that lie row by row in the
 * matrix. PHW_EINPUT when it passes the format's 2 GiB; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_mat_put(phw_writer *w, const phw_matrix *m);

/** Appends a text of ASCII characters. */
void phw_mat_put_text(phw_writer *w, const char *name, const char *text);

PHW_END_C

#endif
