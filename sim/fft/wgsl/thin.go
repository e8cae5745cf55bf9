package wgsl

// Thin are lines of 10 numbers a thread, where New takes 20: of 400 and 2000 points by a stage more, 5 x 8 x 10 for
// 20 x 20 and 5 x 8 x 5 x 10 for 10 x 10 x 20; of 800 points 8 x 10 x 10 for 4 x 10 x 20, where a fifth of the threads
// have nothing to do in two of the stages.
var Thin = map[int]Line{
	400:  {N: 400, Radices: []int{5, 8, 10}, Threads: 50},
	800:  {N: 800, Radices: []int{8, 10, 10}, Threads: 100},
	2000: {N: 2000, Radices: []int{5, 8, 5, 10}, Threads: 250},
}

// Tens are lines of 10 numbers a thread too, with which all threads are busy in each of four stages.
var Tens = map[int]Line{2000: {N: 2000, Radices: []int{2, 10, 10, 10}, Threads: 200}}
