internal import HTTPFetch
internal import Logging

/// Fetches the metadata and the keys of one issuer, and says in the log what is wrong with them.
struct IssuerDocuments: Sendable {
    let issuer: TrustedIssuer
    let url: IssuerURL
    let client: IssuerClient
    let limits: OAuthLimits
    let logger: Logger

    /// The first document that is there and is the issuer's own.
    func metadata() async -> CachedDocument<IssuerMetadata>.Loaded? {
        var problems: [String] = []
        for url in url.metadataURLs {
            do throws(IssuerClient.Failure) {
                let document = try await client.get(url)
                if let metadata = IssuerMetadata(document.json, of: issuer.issuer) {
                    return .init(value: metadata, freshTime: freshTime(document), staleTime: limits.staleKeyTime)
                }
                problems.append("the metadata is of another issuer")
            } catch {
                problems.append(error.description)
            }
        }
        warn("no metadata of the issuer", problems)
        return nil
    }

    func keys(at url: String?) async -> CachedDocument<KeySet>.Loaded? {
        guard let url else {
            warn("no keys of the issuer", ["its metadata has no jwks_uri"])
            return nil
        }
        do throws(IssuerClient.Failure) {
            let document = try await client.get(url)
            guard let keys = await KeySet(document.json, limit: limits.keys) else {
                warn("no keys of the issuer", ["the response is no key set"])
                return nil
            }
            logger.debug("fetched the issuer's keys", metadata: ["issuer": "\(issuer.issuer)", "keys": "\(keys.keys.count)"])
            return .init(value: keys, freshTime: freshTime(document), staleTime: limits.staleKeyTime)
        } catch {
            warn("no keys of the issuer", [error.description])
            return nil
        }
    }

    func warn(_ what: String, _ problems: [String]) {
        logger.warning("\(what)", metadata: ["issuer": "\(issuer.issuer)", "problem": "\(problems.joined(separator: "; "))"])
    }

    private func freshTime(_ document: IssuerClient.Document) -> Duration {
        let time = document.maximumAge ?? .seconds(3_600)
        return min(max(time, limits.keyTime.lowerBound), limits.keyTime.upperBound)
    }
}
