package main

func size() int {
	if len("x") > 0 {
		return 1
	}
}

func main() { println(size()) }
