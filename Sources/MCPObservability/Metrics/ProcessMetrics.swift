internal import MCPCore

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

#if os(Linux)
    /// What the system says of this process, read when the page is asked for.
    enum ProcessMetrics {
        static func add(to registry: PrometheusRegistry) {
            registry.observe(.processCPU) { cpu() }
            registry.observe(.processMemory) { statistics(1) * Double(sysconf(Int32(_SC_PAGESIZE))) }
            registry.observe(.processFiles) { openFiles() }
            let start = Double(WallClock.milliseconds) / 1_000
            registry.observe(.processStart) { start }
        }

        private static func cpu() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }

        /// A number of `/proc/self/statm` (proc(5)); 0 where there is none.
        private static func statistics(_ index: Int) -> Double {
            var buffer = [UInt8](repeating: 0, count: 256)
            let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return 0 }
            defer { close(descriptor) }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return 0 }
            let fields = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ")
            return index < fields.count ? Double(fields[index]) ?? 0 : 0
        }

        private static func openFiles() -> Double {
            guard let folder = opendir("/proc/self/fd") else { return 0 }
            defer { closedir(folder) }
            // Itself, and the names of the folder and of the one above.
            var count = -3
            while readdir(folder) != nil { count += 1 }
            return Double(max(0, count))
        }
    }
#else
    /// Other systems say such things in other ways.
    enum ProcessMetrics {
        static func add(to registry: PrometheusRegistry) {}
    }
#endif
