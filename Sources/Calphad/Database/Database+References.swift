internal import OrderedCollections

extension Database {
    /// Functions that call functions, counted along the longest chain. Assessed databases stay below 10.
    static let maximumFunctionDepth = 128

    /// Proves that no function calls itself, however far round, and names parameters that need a function nobody defined.
    mutating func checkReferences() throws(DatabaseError) {
        var state: [String: Int] = [:]  // depth of the chain below a function that is done; -1 while it is being visited
        for name in functions.keys { _ = try depth(of: name, path: [], state: &state) }

        // Only a calculation that needs the parameter fails: a function may be missing for a system nobody asks about.
        for (identifier, parameter) in parameters {
            if let undefined = firstUndefined(in: parameter.value) {
                readings.append(
                    DatabaseFinding(
                        .error, .undefinedFunction, line: parameter.line, subject: identifier.description,
                        "the function \(undefined), which parameter \(identifier) needs, is not defined",
                        remedy: "Define it: until then \(identifier.phase) cannot be calculated where the parameter counts."))
            }
        }
    }

    /// The first name in a chain of functions that is not defined, if any.
    private func firstUndefined(in value: PiecewiseExpression) -> String? {
        var seen: Set<String> = []
        var pending = value.ranges.flatMap(\.expression.symbols)
        while let name = pending.popLast() {
            guard seen.insert(name).inserted else { continue }
            if let function = functions[name] {
                pending += function.ranges.flatMap(\.expression.symbols)
            } else if !Self.isBuiltIn(name) {
                return name
            }
        }
        return nil
    }

    /// Length of the longest chain of calls below a function.
    private func depth(of name: String, path: [String], state: inout [String: Int]) throws(DatabaseError) -> Int {
        if let known = state[name] {
            guard known >= 0 else {
                let cycle = (path.drop { $0 != name } + [name]).joined(separator: " → ")
                throw DatabaseError(
                    .cyclicFunction, file: file, offendingText: name, message: "the function \(name) calls itself: \(cycle)",
                    remedy: "Break the circle: one of these functions must be given by numbers.")
            }
            return known
        }
        let tooDeep = DatabaseError(
            .tooDeep, file: file, offendingText: name, message: "functions call functions more than \(Self.maximumFunctionDepth) deep",
            remedy: "Write some of them out.")
        guard path.count < Self.maximumFunctionDepth else { throw tooDeep }
        guard let function = functions[name] else { return 0 }
        state[name] = -1
        var deepest = 0
        for symbol in function.ranges.flatMap(\.expression.symbols) {
            deepest = max(deepest, try depth(of: symbol, path: path + [name], state: &state) + 1)
        }
        guard deepest < Self.maximumFunctionDepth else { throw tooDeep }
        state[name] = deepest
        return deepest
    }
}
