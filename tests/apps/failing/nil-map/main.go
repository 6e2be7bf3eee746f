package main

func main() {
	var visits map[string]int
	visits["first"]++
}
