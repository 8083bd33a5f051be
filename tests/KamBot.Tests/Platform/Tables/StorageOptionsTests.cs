using Azure.Core;
using Azure.Core.Pipeline;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KamBot.Tests.Platform.Tables;

public sealed class StorageOptionsTests
{
    private const string Key = "AccountKey=c2VjcmV0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Without_a_setting_rows_go_to_a_SQLite_file_in_the_users_data_folder()
    {
        Assert.IsType<SqliteTableStore>(Store());
        Assert.IsType<SqliteTableStore>(Store(("Storage:Path", " "), ("Storage:ConnectionString", ""), ("Storage:AccountUri", "")));
        Assert.EndsWith(Path.Combine("KamBot", "kambot.db"), StorageOptions.DefaultPath, StringComparison.Ordinal);
        Assert.True(Path.IsPathRooted(StorageOptions.DefaultPath));
    }

    [Fact]
    public void A_connection_string_or_an_account_selects_Azure_Tables()
    {
        Assert.IsType<AzureTableStore>(Store(("Storage:ConnectionString", "UseDevelopmentStorage=true")));
        Assert.IsType<AzureTableStore>(Store(("Storage:AccountUri", "https://account.table.core.windows.net")));
    }

    [Theory]
    [InlineData("Storage:Path", "a.db", "Storage:AccountUri", "https://account.table.core.windows.net", "Storage:Path and Storage:AccountUri")]
    [InlineData("Storage:Path", "a.db", "Storage:ConnectionString", "UseDevelopmentStorage=true", "Storage:Path and Storage:ConnectionString")]
    [InlineData("Storage:AccountUri", "http://account.table.core.windows.net", "Storage:Path", "", "https")]
    [InlineData("Storage:AccountUri", "account", "Storage:Path", "", "https")]
    [InlineData("Storage:ConnectionString", "AccountName=a", "Storage:Path", "", "AccountKey")]
    [InlineData("Storage:ConnectionString", "AccountName=a;AccountKey=???", "Storage:Path", "", "base64")]
    [InlineData("Storage:ConnectionString", "nonsense", "Storage:Path", "", "name=value")]
    [InlineData("Storage:ConnectionString", "TableEndpoint=https://a.table.core.windows.net;SharedAccessSignature=sv=1", "Storage:Path", "", "not supported")]
    [InlineData("Storage:ConnectionString", $"AccountName=a;{Key};TableEndpoint=nowhere", "Storage:Path", "", "TableEndpoint")]
    public async Task A_setting_that_cannot_work_stops_the_start_with_its_reason(string setting, string value, string other, string otherValue, string reason)
    {
        using var host = Host((setting, value), (other, otherValue));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"AccountName=acc;{Key}", "https://acc.table.core.windows.net/")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=acc;{Key};EndpointSuffix=core.chinacloudapi.cn", "http://acc.table.core.chinacloudapi.cn/")]
    [InlineData($"accountname=acc;{Key};TableEndpoint=http://127.0.0.1:1/acc;", "http://127.0.0.1:1/acc")]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    public void A_connection_string_names_its_endpoint(string text, string endpoint) =>
        Assert.Equal(endpoint, AzureConnectionString.Parse(text).TableEndpoint.AbsoluteUri);

    [Fact]
    public async Task The_tables_of_all_slices_are_there_when_the_first_service_starts()
    {
        var folder = Path.Combine(Path.GetTempPath(), "kambot-tests", Guid.NewGuid().ToString("N"));
        try
        {
            var builder = Builder(("Storage:Path", Path.Combine(folder, "kambot.db")));
            builder.Services.AddHostedService<FirstService>(); // Registered before the store.
            builder.AddTables();
            builder.Services.AddTable("Accounts").AddTable("Reminders").AddTable("Accounts");
            using var host = builder.Build();

            await host.StartAsync(Cancel);
            await host.StopAsync(Cancel);

            Assert.True(host.Services.GetServices<IHostedService>().OfType<FirstService>().Single().FoundTheTables);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_table_with_an_impossible_name_is_refused_where_it_is_named() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTable("not-a-name"));

    [Fact]
    public async Task An_account_without_key_is_asked_with_a_token_for_storage()
    {
        var wire = new TokenWire();
        using var client = new HttpClient(wire);
        var credential = new OneToken();
        var store = new AzureTableStore(
            new Uri("https://account.table.core.windows.net"),
            credential,
            new AzureTableClientOptions { Transport = new HttpClientTransport(client) });

        await store.PingAsync(Cancel);

        Assert.Equal("Bearer the-token", wire.Authorization);
        Assert.Equal("https://account.table.core.windows.net/Tables?$top=1", wire.Uri?.AbsoluteUri);
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
    }

    private static HostApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)));
        return builder;
    }

    private static IHost Host(params (string Name, string Value)[] settings)
    {
        var builder = Builder(settings);
        builder.AddTables();
        return builder.Build();
    }

    private static ITableStore Store(params (string Name, string Value)[] settings)
    {
        using var host = Host(settings);
        return host.Services.GetRequiredService<ITableStore>();
    }

    private sealed class FirstService(ITableStore store) : IHostedService
    {
        public bool FoundTheTables { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var table in (string[])["Accounts", "Reminders"])
                Assert.Null(await store.GetEntityIfExistsAsync(table, "p", "r", cancellationToken));
            FoundTheTables = true;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class OneToken : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new AccessToken("the-token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    private sealed class TokenWire : HttpMessageHandler
    {
        public string? Authorization { get; private set; }

        public Uri? Uri { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Authorization, Uri) = (request.Headers.Authorization?.ToString(), request.RequestUri);
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("""{"value":[]}""") });
        }
    }
}
