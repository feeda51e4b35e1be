internal import MCPCore

struct Greet: ReadTool {
    struct Input {
        let name: String
        let isFormal: Bool
    }

    static let name = "greet"
    static let description = "Greets somebody by name."
    static let input = Schema<Input>.object(
        required("name", "Who is greeted.", .string(1...80)), optional("formal", "Whether they are strangers.", .boolean)
    ) { Input(name: $0, isFormal: $1 ?? false) }

    func call(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> String {
        input.isFormal ? "Good day, \(input.name)." : "Hello, \(input.name)!"
    }
}

/// Takes a while, and says how far it is.
struct CountPrimes: ReadTool {
    struct Output: StructuredOutput {
        let count: Int
        let largest: Int?

        static let schema = OutputSchema<Output>.object(
            field("count", { $0.count }, .integer), field("largest", ifPresent: { $0.largest }, .integer))
    }

    static let name = "count_primes"
    static let description = "Counts the prime numbers up to a limit."
    static let input = Schema<Int>.object(required("limit", "The last number that is looked at.", .integer(10...1_000_000))) { $0 }

    func call(_ limit: Int, _ context: ToolContext) async throws -> Output {
        var (count, largest) = (0, Int?.none)
        for tenth in 0..<10 {
            try Task.checkCancellation()
            for number in (limit * tenth / 10 + 1)...(limit * (tenth + 1) / 10) where Self.isPrime(number) {
                (count, largest) = (count + 1, number)
            }
            await context.progress.report(Double(tenth + 1), of: 10)
        }
        return Output(count: count, largest: largest)
    }

    private static func isPrime(_ number: Int) -> Bool {
        guard number > 2 else { return number == 2 }
        var divisor = 2
        while divisor * divisor <= number {
            if number % divisor == 0 { return false }
            divisor += 1
        }
        return true
    }
}
