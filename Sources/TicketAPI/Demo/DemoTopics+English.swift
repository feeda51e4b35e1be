extension DemoTopics {
    static let english: [DemoTopic] = [
        DemoTopic(
            101, ["pc"],
            titles: ["Laptop in {place} does not start", "Blue screen {count} times a day", "Docking station loses both monitors"],
            symptoms: ["It stops at the vendor logo.", "Stop code {code} appears and it restarts.", "It happens on battery and on mains."],
            fixes: ["Updated the firmware; it has not come back.", "Replaced the memory module."]),
        DemoTopic(
            102, ["printer"],
            titles: ["Printer on fire warning in {place}", "Scan to mail never arrives", "Printing stops after page {count}"],
            symptoms: [
                "Jobs stay in the queue.", "The panel shows {code} although there is no paper jam.", "Only double-sided jobs fail.",
            ],
            fixes: ["Reinstalled the driver and printed a test page.", "Cleaned the rollers."]),
        DemoTopic(
            202, ["business-app"], titles: ["Cannot sign in to {app}", "{app} is extremely slow", "{app} books every order twice"],
            symptoms: ["The right password gives {code}.", "Opening the list takes about {count} seconds.", "Saving creates two rows."],
            fixes: ["Fixed the session settings.", "Rebuilt the index; response times are normal again."]),
        DemoTopic(
            301, ["vpn", "remote"], titles: ["VPN drops every {count} minutes", "VPN fails with {code}", "No access to {app} over VPN"],
            symptoms: ["Sign-in works, then the tunnel closes.", "Restarting the home router did not help.", "It works from {place}."],
            fixes: ["Updated the client.", "Issued a new certificate."]),
        DemoTopic(
            302, ["wifi"], titles: ["Wi-Fi unstable in {place}", "Guest Wi-Fi password needed", "Meeting room Wi-Fi keeps dropping"],
            symptoms: ["It breaks once {count} people are connected.", "Full signal, no traffic.", "Only the 5 GHz band is affected."],
            fixes: ["Moved the access point to another channel.", "Added a repeater."]),
        DemoTopic(
            401, ["password"],
            titles: ["Locked out after {count} attempts", "Reset my two-factor device", "Password reset mail never arrives"],
            symptoms: ["I have a new phone and the old codes are gone.", "The account says {code}.", "Nothing in the spam folder either."],
            fixes: ["Verified the caller and reset the password.", "Registered the new device."]),
        DemoTopic(
            403, ["onboarding"],
            titles: ["{count} new starters next Monday", "Disable the account of a leaver", "Equipment for a new colleague in {place}"],
            symptoms: ["The manager has approved it.", "They need {app} from the first day.", "Please collect the badge as well."],
            fixes: ["Accounts are ready.", "Account disabled and mailbox forwarded."]),
        DemoTopic(
            502, ["security"], titles: ["Suspicious invoice mail", "I opened a phishing attachment", "Sudden wave of spam"],
            symptoms: [
                "The sender's name is right, the address is not.", "{count} colleagues received it too.", "I unplugged the cable at once.",
            ],
            fixes: ["Scanned the machine; nothing found.", "Blocked the sender."]),
        DemoTopic(
            503, ["meeting"], titles: ["No sound in online meetings", "Room system in {place} will not join", "Recording is missing"],
            symptoms: [
                "The test call works, real meetings do not.", "It shows {code} on joining.", "The meeting had {count} participants.",
            ],
            fixes: ["Reset the audio device.", "Updated the room system."]),
        DemoTopic(
            602, ["contract"],
            titles: ["Add {count} licences to our contract", "Downgrade the plan from next month", "Who is our contract owner?"],
            symptoms: ["Please send a quote first.", "The purchase order is {code}.", "Finance needs it before the quarter ends."],
            fixes: ["The quote was accepted and the licences are active.", "The plan changes with the next invoice."]),
        DemoTopic(
            701, ["api"], titles: ["API returns 429 for {app}", "Webhook delivers {count} duplicates", "Token expired without warning"],
            symptoms: ["The response body says {code}.", "It started after the last release.", "Our nightly job has failed since then."],
            fixes: ["Raised the limit.", "Deployed the fix; duplicates stopped."]),
    ]
}
