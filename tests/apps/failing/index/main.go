package main

func main() {
	names := []string{"a", "b"}
	for i := 0; i <= len(names); i++ {
		println(names[i])
	}
}
