//go:build !js

package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Lease is the usual time in which a worker must renew its hold on a trial.
const Lease = 15 * time.Second

// tooManyPerSubject is the server's code for a subject that has its message already.
const tooManyPerSubject jetstream.ErrorCode = 10077

// Queue is a connection to a hub.
type Queue struct {
	nc              *nats.Conn
	js              jetstream.JetStream
	trials, results jetstream.Stream
	records, sweeps jetstream.KeyValue
	files           jetstream.ObjectStore
	workers         jetstream.Consumer
	lease           time.Duration
	retry           time.Duration
}

// newQueue makes what the hub does not have yet.
func newQueue(nc *nats.Conn) (*Queue, error) { return newQueueLease(nc, 0) }

// newQueueLease sets the lease, too, unless it is 0: then it is what the hub has, or else Lease.
func newQueueLease(nc *nats.Conn, lease time.Duration) (_ *Queue, err error) {
	q := &Queue{nc: nc, lease: lease, retry: 200 * time.Millisecond}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	defer func() {
		if err != nil {
			nc.Close()
			what := "it wants JetStream"
			if strings.Contains(err.Error(), "no space left") {
				what = remedy(err, false)
			}
			err = fmt.Errorf("the hub does not serve as one: %w: %s", err, what)
		}
	}()
	if q.js, err = jetstream.New(nc, jetstream.WithPublishAsyncMaxPending(256)); err != nil {
		return nil, err
	}
	one := jetstream.StreamConfig{MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true, AllowDirect: true}
	trials, results := one, one
	trials.Name, trials.Subjects, trials.Retention = "TRIALS", []string{plain, onBenches}, jetstream.WorkQueuePolicy
	results.Name, results.Subjects = "RESULTS", []string{"result.*"}
	if q.trials, err = q.stream(ctx, trials); err != nil {
		return nil, err
	}
	if q.results, err = q.stream(ctx, results); err != nil {
		return nil, err
	}
	if q.records, err = q.bucket(ctx, "records"); err != nil {
		return nil, err
	}
	if q.sweeps, err = q.bucket(ctx, "sweeps"); err != nil {
		return nil, err
	}
	if q.files, err = q.js.ObjectStore(ctx, "files"); errors.Is(err, jetstream.ErrBucketNotFound) {
		q.files, err = q.js.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: "files"})
	}
	if err != nil {
		return nil, err
	}
	if lease == 0 {
		q.lease = Lease
		if q.workers, err = q.trials.Consumer(ctx, "workers"); err == nil {
			was := q.workers.CachedInfo().Config
			q.lease = was.AckWait
			if was.FilterSubject == plain { // that of an earlier version would take what is for benches
				return q, nil
			}
		} else if !errors.Is(err, jetstream.ErrConsumerNotFound) {
			return nil, err
		}
	}
	q.workers, err = q.consumer(ctx, "workers", plain, 10000)
	return q, err
}

// stream is the one of that name, made if it is not there. What another version of talbot has made stays as it is, with
// the subjects that it lacks: a client must not take from a hub what it does not know.
func (q *Queue) stream(ctx context.Context, want jetstream.StreamConfig) (jetstream.Stream, error) {
	is, err := q.js.Stream(ctx, want.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return q.js.CreateOrUpdateStream(ctx, want)
	} else if err != nil {
		return nil, err
	}
	has := is.CachedInfo().Config
	for _, subject := range want.Subjects {
		if !slices.Contains(has.Subjects, subject) {
			has.Subjects = append(has.Subjects, subject)
		}
	}
	if len(has.Subjects) == len(is.CachedInfo().Config.Subjects) {
		return is, nil
	}
	return q.js.UpdateStream(ctx, has)
}

// bucket is the one of that name, made if it is not there.
func (q *Queue) bucket(ctx context.Context, name string) (jetstream.KeyValue, error) {
	b, err := q.js.KeyValue(ctx, name)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		return q.js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{Bucket: name})
	}
	return b, err
}

// consumer gives the trials of a subject to workers, so many at a time.
func (q *Queue) consumer(ctx context.Context, name, subject string, most int) (jetstream.Consumer, error) {
	// Deliveries have no limit of the server's: at it a message would stay in the queue, given
	// to nobody. Work counts them.
	return q.trials.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{Durable: name, FilterSubject: subject, AckPolicy: jetstream.AckExplicitPolicy,
		AckWait: q.lease, MaxDeliver: -1, MaxAckPending: most, MaxWaiting: 4096})
}

// Conn is the connection itself.
func (q *Queue) Conn() *nats.Conn { return q.nc }

// Close ends the connection.
func (q *Queue) Close() { q.nc.Close() }

// Submit puts a trial into the queue. It is true if the trial is new: neither done, nor
// waiting, nor running, nor parked or cancelled.
func (q *Queue) Submit(ctx context.Context, t *Trial) (isNew bool, err error) {
	key := t.Key()
	if r, err := q.Result(ctx, key); err != nil || r != nil {
		return false, err
	}
	if r, _, err := q.record(ctx, key); err != nil || r.Parked || r.Cancelled {
		return false, err
	}
	return q.putTrial(ctx, t)
}

func (q *Queue) putTrial(ctx context.Context, t *Trial) (isNew bool, err error) {
	return q.put(ctx, &nats.Msg{Subject: t.subject(), Data: t.encode(), Header: nats.Header{formatHeader: {strconv.Itoa(t.format())}}})
}

// put publishes until it is kept. It is false if there is a message on the subject already.
func (q *Queue) put(ctx context.Context, m *nats.Msg) (isNew bool, err error) {
	if len(m.Data) > MaxMessage-1024 {
		return false, fmt.Errorf("%s has %d bytes, and a hub takes %d", m.Subject, len(m.Data), MaxMessage)
	}
	err = q.insist(ctx, func(ctx context.Context) error {
		_, err := q.js.PublishMsg(ctx, m)
		var api *jetstream.APIError
		if errors.As(err, &api) && api.ErrorCode == tooManyPerSubject {
			isNew = false
			return nil
		}
		isNew = err == nil
		return err
	})
	return isNew, err
}

// insist tries what a hub that is away for a while lets fail, until ctx is done.
func (q *Queue) insist(ctx context.Context, do func(context.Context) error) error {
	for {
		one, cancel := context.WithTimeout(ctx, 5*time.Second)
		err := do(one)
		cancel()
		var api *jetstream.APIError
		answered := errors.As(err, &api) && api.Code < 500
		if err == nil || answered || errors.Is(err, jetstream.ErrKeyNotFound) || errors.Is(err, jetstream.ErrObjectNotFound) || errors.Is(err, jetstream.ErrMsgNotFound) || errors.Is(err, nats.ErrConnectionClosed) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(q.retry):
		}
	}
}

// Result is that of a trial, nil while it has none.
func (q *Queue) Result(ctx context.Context, key string) (*Result, error) {
	var raw *jetstream.RawStreamMsg
	err := q.insist(ctx, func(ctx context.Context) (err error) {
		raw, err = q.results.GetLastMsgForSubject(ctx, "result."+key)
		return err
	})
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return parseResult(raw.Data)
}

func parseResult(b []byte) (*Result, error) {
	var r Result
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, fmt.Errorf("a result is damaged: %w", err)
	}
	return &r, nil
}

// keep stores a result; false if the trial has one already, which stays.
func (q *Queue) keep(ctx context.Context, r *Result) (first bool, err error) {
	b, err := json.Marshal(r)
	if err != nil {
		return false, err
	}
	return q.put(ctx, &nats.Msg{Subject: "result." + r.Key, Data: b})
}
