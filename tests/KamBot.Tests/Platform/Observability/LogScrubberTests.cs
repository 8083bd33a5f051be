using KamBot.Platform.Observability;

namespace KamBot.Tests.Platform.Observability;

/// <summary>What has the look of a secret or of somebody is taken out of a line; what has not stays.</summary>
public sealed class LogScrubberTests
{
    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=kam;AccountKey=abc+/=;EndpointSuffix=core.windows.net", "DefaultEndpointsProtocol=https;AccountName=kam;AccountKey=***;EndpointSuffix=core.windows.net")]
    [InlineData("client_secret=s3cret&grant_type=x", "client_secret=***&grant_type=x")]
    [InlineData("""{"access_token":"abc.def"}""", """{"access_token=***"}""")]
    [InlineData("Authorization: Bearer abc.def-ghi", "Authorization: ***")]
    [InlineData("the token eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.c2ln was refused", "the token *** was refused")]
    [InlineData("POST https://smba.trafficmanager.net/emea/v3/conversations/19%3Aabc failed", "POST https://smba.trafficmanager.net/… failed")]
    [InlineData("https://user:word@host.example/path", "https://host.example/…")]
    [InlineData("mail to anna.kowalska@example.com.", "mail to ***.")]
    [InlineData("user 29:1Lk3vUHQ0Ym6Tz-abcdefgh left", "user *** left")]
    [InlineData("call +34 611 222 333 now", "call *** now")]
    [InlineData("call 611 222 333 now", "call *** now")]
    public void Secrets_and_people_are_taken_out(string line, string expected) => Assert.Equal(expected, LogScrubber.Scrub(line));

    [Theory]
    [InlineData("KamBot listens on http://localhost:3978 (Development).")]
    [InlineData("Now listening on: http://[::]:8080")]
    [InlineData("An answer waits until 2026-11-22T02:33:42.1234567+00:00: Retry 429 Throttled.")]
    [InlineData("Turn 00112233445566778899aabbccddeeff failed in attempt 3.")]
    [InlineData("The Table service did not answer a request to Turns within 20 s.")]
    public void What_an_operator_needs_stays(string line) => Assert.Equal(line, LogScrubber.Scrub(line));

    [Fact]
    public void A_line_without_end_is_cut() => Assert.InRange(LogScrubber.Scrub(new string('x', 10_000_000)).Length, 1, 20_000);
}
