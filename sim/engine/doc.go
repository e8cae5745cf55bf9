// Package engine is an experiment that is driven by messages: the page's worker, the desk
// and others hand it requests and pass its replies on. It knows no JavaScript, no window
// and no network; an adapter makes a Message of what it gets, and of a Reply what it sends.
//
// Engine.Do takes one of the requests below and gives the replies, in the order of the
// requests. While a front end trains it sends step again and again, and lets other
// messages in between; if it goes ahead it sends settle before these, so that each update is told
// before what was asked behind it.
//
// Which systems of experiments an engine has is for its program to say, so that the page's
// first visit loads one alone. When a GPU fails or goes away, the session goes on on the
// processor, from a state at most a second older, and a reply "device" says why; updates behind
// that state are made and told again.
//
// Requests (op, then other fields):
//
//	presets                     -> presets
//	open    preset, values,     -> ready, or error; values maps parameter names
//	        workers, device        to text; a missing one keeps the preset's value;
//	                               workers is how many engines may share a step; device
//	                               is cpu, auto (a GPU, but none that is a program) or webgpu;
//	                               an error of the param pictures is of an experiment whose
//	                               pictures no engine has
//	estimate preset, values     -> estimate, or error; of what open would make
//	device  device              -> device; moves the session, as it stands
//	data    role, images, labels-> data; role "train" or "test"; the bytes of two
//	                               IDX files
//	masks   bytes, trained      -> masks; one byte a sample, [mask][y][x], byte b
//	                               for 2 pi b/256 rad: replaces the masks; trained when
//	                               their run has ended, so that training goes on from
//	                               them in small steps
//	masks   values, array,      -> masks, or error; the same by experiment.MaskArray:
//	        type, curve, trained   numbers [mask][y][x], what they are, or "" if nobody
//	                               says, of which NumPy type, and for which displays; an
//	                               error of the param masks-kind asks what they are; of experiments that can files, which
//	                       begin anew with them
//	image   pixels, width, height, label -> frame; 0..255 grey values, row by row;
//	                               label -1 when unknown. Shows this input from now on
//	sample  role, index         -> sample, frame; shows that image of the data
//	frame                       -> frame; the input shown, with the masks as they are; it,
//	                               image and sample may have network, the number of the
//	                               network that is shown from then on, counted from 0.
//	                               These three may be made while steps are being answered: see
//	                               Engine.Beside
//	step    [ahead, until]      -> metrics; one update on the next batch. With ahead a GPU may still be at it: there are
//	                               as many metrics as results have come meanwhile, of earlier updates; none is made
//	                               once until epochs are done, and then all are told
//	settle  [keep]              -> metrics of all updates that are not told yet; with keep a GPU that is lost from now
//	                               on takes none of them with it
//	apart   label               -> apart, or error; an update for the input that is shown, as if of this class, taken
//	                               apart: see experiment.Apart. Nothing changes by it
//	set     name, value         -> set, or error; a live parameter, at once
//	evaluate                    -> evaluating (done, total) ... the page sends it again
//	                               until done: evaluation; a slice of the test set each
//	reset                       -> ready; masks, optimiser and curve start anew
//	state                       -> state; the run as it stands, its updates in the third int32
//	restore bytes               -> restored; goes on from the state of another engine, which
//	                               had the same parameters and data
//	export                      -> export; masks as one byte a sample, and as they are: of experiments that can files
//	read    preset, name, file, -> read, or error; the text that a file, of that name and with
//	        bytes                  these bytes, gives the preset's parameter called name
//	levels                      -> levels; the displays of the masks, and what they use
//
// One engine leads and others help with its steps, as site/session/shares.js says. The
// leader's requests, in this order:
//
//	begin                       -> shares; a step starts
//	ask     share, bytes        -> nothing; fills bytes with what a helper needs
//	share   share               -> nothing; computes this share here, or takes the
//	        [, bytes]              bytes that a helper answered
//	finish                      -> metrics; all shares are there
//
// and the one to a helper, which must have opened the same parameters and data:
//
//	serve   bytes               -> nothing, or error; bytes become the answer
//
// The number of shares follows from the parameters and workers alone. It shows in the
// last bits of the masks, as the shares are summed one by one and then added in their
// order; who computes a share does not. "step" computes all shares itself.
//
// Replies (kind, then other fields; every array is a typed array of its own):
//
//	presets   presets [{id, title, doc, system, data}], version
//	ready     preset, data: name of its pictures, can [text]: as of Session.Can, and pictures
//	          if it is shown some; width, height: of these, in pixels; fills: whether they fill
//	          their frame, as data.Fills says; layers (masks of all networks, or
//	          elements), n, classes [names], warnings [text], learns, examples:
//	          numbers of the training and test examples of an experiment that has its own,
//	          stages [text]: what those of its training do, if there are several,
//	          device, gpu, note, shares, step: as of device,
//	          params [{name, label, group, unit, doc, kind, choices, min, max, live, file, needs,
//	          role, old, value, default: the preset's value}]; file, needs, role and old as in experiment.Param
//	device    device: what computes; gpu: its name if it is one; note: why it is none
//	          although one was wanted; shares of a step; step: updates made so far
//	estimate  look, step: about how much work one frame and one step are, in units that
//	          sim/experiment.Cost explains
//	data      role, count, width, height
//	masks     layers, n, rate: share of the learning rate that training goes on with
//	frame     bytes: sim/frame.Frame.AppendBinary
//	sample    index, label, width, height, pixels; values (Float32Array) in their place for
//	          an example that is no picture
//	metrics   step, epoch, loss, accuracy, rate: of this batch of images; rate in images/s. Of a
//	          training in stages also stage: its number, from 0, part, done, measure: as of
//	          experiment.Stage, and ended: whether all stages are done; loss is the measure
//	shares    shares of the step that starts, length of the bytes of each
//	apart     names [text], says [text], counts [int]: of each part its name, what it says, and how many panels
//	          it has; bytes: a frame, as in frame, whose panels are those of all parts
//	set       name, value
//	evaluating  done, total
//	evaluation  count, correct, accuracy, low and high (its 95 % interval, of Wilson), loss,
//	            efficiency (of the light behind the picture), sourceEfficiency (of that in
//	            front), confusion [classes*answers] (row: true; answers behind those of the classes are of none)
//	export    layers, n, phase (Uint8Array); values (Float32Array), array, type, curve:
//	          what masks takes
//	levels    displays [{name, masks [what they are called], values
//	          (Float32Array [4][level]: drive, amplitude, phase in rad, share of these
//	          masks' pixels)}]; none for masks that are no display
//	read      text, notes [text]: what was made of the file beyond its numbers
//	state     bytes: masks, optimiser and progress
//	restored  step: updates made so far
//	error     text, and param when one parameter was to blame
package engine
