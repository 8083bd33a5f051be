using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Web;
using Azure.Core;
using Azure.Core.Pipeline;
using KamBot.BotBuilder.Authentication;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.BotBuilder.Authentication;

/// <summary>What each kind of registration asks the directory for, seen by a stub of its login endpoint.</summary>
public sealed class BotCredentialsTests
{
    private readonly StubLogin _login = new();

    [Theory]
    [InlineData("SingleTenant", "Commercial", "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token", "https://api.botframework.com/.default")]
    [InlineData("MultiTenant", "Commercial", "https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token", "https://api.botframework.com/.default")]
    [InlineData("SingleTenant", "GCC", "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token", "https://api.botframework.com/.default")]
    [InlineData("SingleTenant", "GCCHigh", "https://login.microsoftonline.us/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token", "https://api.botframework.us/.default")]
    [InlineData("MultiTenant", "DoD", "https://login.microsoftonline.us/microsoftservices.onmicrosoft.us/oauth2/v2.0/token", "https://api.botframework.us/.default")]
    public async Task A_secret_is_shown_to_the_clouds_own_directory_only(string type, string cloud, string address, string scope)
    {
        var bot = new BotRegistration { AppId = Registration.AppId, TypeSetting = type, CloudSetting = cloud, TenantId = FakeTeams.TenantId, Password = "s3cret" };

        Assert.Equal("the token", await TokenAsync(bot));

        var (asked, body) = Assert.Single(_login.Requests);
        Assert.Equal(address, asked.AbsoluteUri);
        var form = HttpUtility.ParseQueryString(body);
        Assert.Equal(("client_credentials", Registration.AppId, "s3cret"), (form["grant_type"], form["client_id"], form["client_secret"]));
        Assert.Contains(scope, form["scope"]!.Split(' '));
    }

    [Fact]
    public async Task A_certificate_proves_the_bot_without_any_secret()
    {
        using var file = new CertificateFile();
        var bot = new BotRegistration { AppId = Registration.AppId, TenantId = FakeTeams.TenantId, CertificatePath = file.Path };

        Assert.Equal("the token", await TokenAsync(bot));

        var form = HttpUtility.ParseQueryString(Assert.Single(_login.Requests).Body);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
        Assert.Equal(3, form["client_assertion"]!.Split('.').Length);
        Assert.Null(form["client_secret"]);
    }

    [Fact]
    public async Task A_managed_identity_is_asked_for_by_its_client_id()
    {
        var bot = new BotRegistration { AppId = Registration.AppId, TypeSetting = "UserAssignedMSI", TenantId = FakeTeams.TenantId };

        Assert.Equal("the token", await TokenAsync(bot));

        var (asked, _) = Assert.Single(_login.Requests);
        Assert.Equal("169.254.169.254", asked.Host);
        var query = HttpUtility.ParseQueryString(asked.Query);
        Assert.Equal((Registration.AppId, "https://api.botframework.com"), (query["client_id"], query["resource"]));
    }

    private async Task<string> TokenAsync(BotRegistration bot)
    {
        using var client = new HttpClient(_login);
        using var transport = new HttpClientTransport(client);
        var token = await BotCredentials.Create(bot, transport).GetTokenAsync(new TokenRequestContext([bot.Cloud.OutgoingScope]), TestContext.Current.CancellationToken);
        return token.Token;
    }

    private sealed class StubLogin : HttpMessageHandler
    {
        public List<(Uri Address, string Body)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.RequestUri!, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("""{"token_type":"Bearer","expires_in":3599,"expires_on":"1999999999","resource":"r","access_token":"the token"}""", Encoding.UTF8, "application/json"),
            };
        }
    }

    /// <summary>A certificate made for this test, with its key, as PEM.</summary>
    private sealed class CertificateFile : IDisposable
    {
        public CertificateFile()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=kambot-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            File.WriteAllText(Path, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        }

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():N}.pem");

        public void Dispose() => File.Delete(Path);
    }
}
